// Colours: of the theme, of step types, of Okabe and Ito, and viridis; and dashes, so that colour is not alone.
import {pageIsDark} from "./chrome.js";

/** Fixed colours of step types, as in the figures. */
export const STEP_COLOURS = {
  charge: "rgb(0,114,178)",
  discharge: "rgb(213,94,0)",
  rest: "rgb(190,190,190)",
  waveform: "rgb(204,121,167)",
  unknown: "rgb(240,228,66)",
};

/** Letters of step types, where there is no room for words. */
export const STEP_LETTERS = {charge: "C", discharge: "D", rest: "R", waveform: "W", unknown: "?"};

/** Okabe and Ito, those that are told apart on every ground. */
const OKABE_ITO = [
  "rgb(0,114,178)",
  "rgb(213,94,0)",
  "rgb(0,158,115)",
  "rgb(230,159,0)",
  "rgb(86,180,233)",
  "rgb(204,121,167)",
];

/** Dashes in turn. */
export const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** Viridis (van der Walt and Smith, 2015) at 17 stops. */
const VIRIDIS = [
  [68, 1, 84],
  [72, 24, 106],
  [71, 45, 123],
  [66, 64, 134],
  [59, 82, 139],
  [51, 99, 141],
  [44, 114, 142],
  [38, 130, 142],
  [33, 145, 140],
  [31, 160, 136],
  [40, 174, 128],
  [63, 188, 115],
  [94, 201, 98],
  [132, 212, 75],
  [173, 220, 48],
  [216, 226, 25],
  [253, 231, 37],
];

/** A custom property of the page's theme: `ink`, `soft`, `line`, … */
export function themeColour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Colour of the i-th of some things without an order. */
export function setColour(i) {
  return OKABE_ITO[i % OKABE_ITO.length];
}

/** Viridis at 0 to 1, without its palest end on white and its darkest on black. */
export function viridis(share) {
  const held = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  const at = (pageIsDark() ? 0.3 + held * 0.7 : held * 0.82) * (VIRIDIS.length - 1);
  const below = Math.min(Math.floor(at), VIRIDIS.length - 2);
  const mixed = VIRIDIS[below].map((part, i) => Math.round(part + (VIRIDIS[below + 1][i] - part) * (at - below)));
  return `rgb(${mixed.join(",")})`;
}

/** Ink that is read on a colour: black or white, whichever has more contrast (WCAG 2.2, relative luminance). */
export function inkOn(colour) {
  const linear = part => (part <= 10.31475 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const [red, green, blue] = colour.match(/\d+/g).map(part => linear(Number(part)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "rgb(0,0,0)" : "rgb(255,255,255)";
}
