import { defineConfig } from "vite";
import { licenses } from "./licenses.ts";

// Fixed, flat names: the server and the wheel list them, and no store is told to cache them.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [licenses()],
  build: {
    outDir: "../src/twotrack/web/static",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      input: { app: "src/main.ts", theme: "src/theme.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
});
