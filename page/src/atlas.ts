// Natural Earth's countries at 1:50 million, a chunk of its own: fetched when a map is drawn.
import atlas from "world-atlas/countries-50m.json";

export default atlas;
