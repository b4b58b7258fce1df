// What frames both pages: print, the theme, and telling charts that colours changed.
import {tableElement} from "./tablerows.js";

/** Name of the event on `document` after the theme changed. */
export const THEME_EVENT = "pagetheme";

/** Whether the page is dark now. */
export function pageIsDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Puts "Print" and the switch of the theme into the header. */
export function pageActions(host) {
  const print = tableElement("button", "button", "Print", {type: "button"});
  print.addEventListener("click", () => window.print());
  const theme = tableElement("button", "button", "", {type: "button"});
  const name = () => {
    theme.textContent = pageIsDark() ? "Light" : "Dark";
    theme.title = `Switch to ${pageIsDark() ? "light" : "dark"} colours`;
  };
  const changed = () => {
    name();
    document.dispatchEvent(new Event(THEME_EVENT));
  };
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = pageIsDark() ? "light" : "dark";
    changed();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  name();
  host.append(print, theme);
}
