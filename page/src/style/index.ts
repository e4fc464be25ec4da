import "./base.css";
import "./layout.css";
import "./panels.css";
import "./ledger.css";
import "./tabs.css";
import "./drawer.css";
import "./print.css";
