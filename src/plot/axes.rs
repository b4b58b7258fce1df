//! The frame of a panel: ticks, their numbers, and what stands beside the axes.

use super::canvas::{Across, Down, Lettering};
use super::figure::Panel;
use super::layout::{PanelLayout, TICK_EM, head_em};
use super::paint::{Painter, solid};
use super::text::{shortened, width_em, wrap};

impl Painter<'_> {
    pub(super) fn axes(&mut self, panel: &Panel, place: &PanelLayout) {
        let em = self.em;
        let area = place.area;
        let stroke = solid(self.figure.theme.ink(), self.hair * 1.2);
        self.canvas.frame(area, stroke);
        if !panel.title.is_empty() {
            let head = if panel.own_head { head_em(panel, self.small) } else { 0.0 };
            let above = (area.left, area.top - (head + 0.2) * em);
            // A name too long for the picture has smaller letters, and then loses its middle.
            let room = (self.figure.format.width_px - self.layout.pad - area.left) / em;
            let size = (room / width_em(&panel.title).max(1.0)).clamp(self.small.min(1.0), 1.0);
            let title = shortened(&panel.title, room / size + 1e-6);
            self.canvas.text(&title, above, self.lettering(size, Across::Left, Down::Bottom));
        }
        for tick in &place.x_ticks {
            let x = place.across(tick.value);
            self.canvas.rule((x, area.bottom), (x, area.bottom + TICK_EM * em), stroke);
            if place.x_labelled {
                let below = (x, area.bottom + (TICK_EM + 0.15) * em);
                self.canvas.text(&tick.label, below, self.lettering(1.0, Across::Centre, Down::Top));
            }
        }
        for tick in &place.y_ticks {
            let y = place.up(tick.value);
            self.canvas.rule((area.left - TICK_EM * em, y), (area.left, y), stroke);
            let beside = (area.left - (TICK_EM + 0.25) * em, y);
            self.canvas.text(&tick.label, beside, self.lettering(1.0, Across::Right, Down::Middle));
        }
        if place.x_labelled {
            let below = (f64::midpoint(area.left, area.right), area.bottom + (TICK_EM + 1.4) * em);
            self.canvas.text(&panel.x.label, below, self.lettering(1.0, Across::Centre, Down::Top));
        }
        let beside = (self.layout.pad, f64::midpoint(area.top, area.bottom));
        self.upright(&panel.y.label, &panel.y.short, beside, area.height());
        self.second(panel, place);
    }

    /// The second scale, to the right.
    fn second(&mut self, panel: &Panel, place: &PanelLayout) {
        let Some(second) = panel.second.as_ref().filter(|_| !place.second_ticks.is_empty()) else { return };
        let (em, area) = (self.em, place.area);
        let stroke = solid(self.figure.theme.ink(), self.hair * 1.2);
        let mut widest = 0.0_f64;
        for tick in &place.second_ticks {
            let y = place.up(tick.value);
            self.canvas.rule((area.right, y), (area.right + TICK_EM * em, y), stroke);
            let beside = (area.right + (TICK_EM + 0.25) * em, y);
            self.canvas.text(&tick.label, beside, self.lettering(1.0, Across::Left, Down::Middle));
            widest = widest.max(width_em(&tick.label) * em);
        }
        let beside = (area.right + (TICK_EM + 0.45) * em + widest, f64::midpoint(area.top, area.bottom));
        self.upright(&second.label, "", beside, area.height());
    }

    /// A label read from below, no longer than its panel, or it would run into the next one: smaller letters or else the
    /// short form.
    fn upright(&mut self, label: &str, short: &str, beside: (f64, f64), height: f64) {
        let fits = |label: &str| (height + 0.1 * self.em) / (width_em(label) * self.em).max(1.0);
        let label = if fits(label) < self.small && !short.is_empty() { short } else { label };
        let size = fits(label).clamp(self.small.min(1.0), 1.0);
        // What fits exactly is not cut by a rounded sum of its letters.
        let lines = wrap(label, (height + 0.1 * self.em) / (size * self.em) + 1e-6, 1);
        let label = lines.first().map_or(label, String::as_str);
        let lettering = Lettering { upright: true, ..self.lettering(size, Across::Centre, Down::Top) };
        self.canvas.text(label, beside, lettering);
    }
}
