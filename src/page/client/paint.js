// Paints curves, markers, bands and reference lines on the canvas of a chart.
import {themeColour} from "./colours.js";

/** Inside the plot's frame only. */
function paintInside(plot, paint) {
  const {ctx, bbox} = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  paint(ctx, devicePixelRatio || 1);
  ctx.restore();
}

/** Traces a line; a missing value breaks it. */
function paintPath(plot, ctx, x, y) {
  let drawing = false;
  ctx.beginPath();
  for (let i = 0; i < x.length; i++) {
    if (x[i] === null || y[i] === null || !Number.isFinite(x[i]) || !Number.isFinite(y[i])) {
      drawing = false;
      continue;
    }
    const [left, top] = [plot.valToPos(x[i], "x", true), plot.valToPos(y[i], "y", true)];
    if (drawing) ctx.lineTo(left, top);
    else ctx.moveTo(left, top);
    drawing = true;
  }
}

function paintBand(plot, ctx, one) {
  const {x} = one;
  const {low, high} = one.band;
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = one.colour;
  ctx.beginPath();
  for (let i = 0; i < x.length; i++) ctx.lineTo(plot.valToPos(x[i], "x", true), plot.valToPos(high[i], "y", true));
  for (let i = x.length - 1; i >= 0; i--)
    ctx.lineTo(plot.valToPos(x[i], "x", true), plot.valToPos(low[i], "y", true));
  ctx.closePath();
  ctx.fill();
  ctx.globalAlpha = 1;
}

function paintMarkers(plot, ctx, one, ratio) {
  ctx.setLineDash([]);
  ctx.lineWidth = 1.5 * ratio;
  const size = (one.size || 3) * ratio;
  one.x.forEach((x, i) => {
    if (x === null || one.y[i] === null || !Number.isFinite(one.y[i])) return;
    const [left, top] = [plot.valToPos(x, "x", true), plot.valToPos(one.y[i], "y", true)];
    ctx.beginPath();
    if (one.shape === "square") ctx.rect(left - size, top - size, 2 * size, 2 * size);
    else ctx.arc(left, top, size, 0, 2 * Math.PI);
    const hollow = one.marker === "hollow" || (one.hollow && one.hollow[i]);
    ctx.fillStyle = hollow ? themeColour("ground") : one.colour;
    ctx.fill();
    ctx.stroke();
  });
}

/** Paints one curve; `hovered` is the point that the cursor is at, or -1. */
export function paintSeries(plot, one, hovered) {
  paintInside(plot, (ctx, ratio) => {
    if (one.band) paintBand(plot, ctx, one);
    ctx.strokeStyle = one.colour;
    ctx.lineJoin = "round";
    ctx.lineWidth = (one.width || 1.5) * ratio * (hovered >= 0 ? 1.8 : 1);
    ctx.setLineDash((one.dash || []).map(part => part * ratio));
    if (one.line !== false) {
      paintPath(plot, ctx, one.x, one.y);
      ctx.stroke();
    }
    if (one.marker) paintMarkers(plot, ctx, one, ratio);
    if (hovered < 0 || !Number.isFinite(one.y[hovered]) || one.y[hovered] === null) return;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.arc(
      plot.valToPos(one.x[hovered], "x", true),
      plot.valToPos(one.y[hovered], "y", true),
      5 * ratio,
      0,
      2 * Math.PI,
    );
    ctx.fillStyle = themeColour("ground");
    ctx.fill();
    ctx.stroke();
  });
}

/** Paints lines at a place of an axis, with their words. */
export function paintMarks(plot, marks) {
  paintInside(plot, (ctx, ratio) => {
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    ctx.lineWidth = ratio;
    const {left, top, width, height} = plot.bbox;
    marks.forEach((mark, i) => {
      ctx.strokeStyle = ctx.fillStyle = mark.colour || themeColour("soft");
      ctx.setLineDash((mark.dash || [4, 4]).map(part => part * ratio));
      ctx.beginPath();
      if (mark.x !== undefined) {
        const at = plot.valToPos(mark.x, "x", true);
        if (mark.ci) {
          ctx.globalAlpha = 0.12;
          const [from, to] = mark.ci.map((value, end) =>
            value === null ? (end ? left + width : left) : plot.valToPos(value, "x", true),
          );
          ctx.fillRect(from, top, to - from, height);
          ctx.globalAlpha = 1;
        }
        ctx.moveTo(at, top);
        ctx.lineTo(at, top + height);
        const room = left + width - at > ctx.measureText(mark.label).width + 8 * ratio;
        ctx.textAlign = room ? "left" : "right";
        ctx.fillText(mark.label, at + (room ? 4 : -4) * ratio, top + (14 + 14 * (i % 4)) * ratio);
      } else {
        const at = plot.valToPos(mark.y, "y", true);
        ctx.moveTo(left, at);
        ctx.lineTo(left + width, at);
        ctx.textAlign = "left";
        ctx.fillText(mark.label, left + 4 * ratio, at - 4 * ratio);
      }
      ctx.stroke();
    });
  });
}
