//! Figures: one file a kind, drawn as SVG.
