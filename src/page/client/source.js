// Rows of the test, behind an interface that a server could answer as well: all methods are asynchronous.
// info() -> {count, total, whole, note, columns, steps}; range(columns, from, to, buckets) -> columns, NaN = missing;
// row(i) -> its values, step and SOC; find(time_s) -> the row at or before that time.

/** Undoes the packing of one column: byte planes, zigzag, differences. Integers, as doubles. */
export function decodeColumn(bytes, at, column, count) {
  const out = new Float64Array(count);
  const {width, order} = column;
  let [value, slope] = [0, 0];
  if (width <= 3) {
    const [p1, p2] = [width > 1 ? at + count : -1, width > 2 ? at + 2 * count : -1];
    for (let i = 0; i < count; i++) {
      let z = bytes[at + i];
      if (p1 > 0) z |= bytes[p1 + i] << 8;
      if (p2 > 0) z |= bytes[p2 + i] << 16;
      let difference = (z >>> 1) ^ -(z & 1);
      if (order === 2) difference = slope += difference;
      out[i] = value += difference;
    }
    return out;
  }
  for (let i = 0; i < count; i++) {
    let z = 0;
    for (let plane = width - 1; plane >= 0; plane--) z = z * 256 + bytes[at + plane * count + i];
    let difference = z % 2 === 0 ? z / 2 : -(z + 1) / 2;
    if (order === 2) difference = slope += difference;
    out[i] = value += difference;
  }
  return out;
}

/** Where each column lies in the bytes. */
export function columnPlaces(info) {
  const places = {};
  let at = 0;
  for (const column of info.columns) {
    const bitmap = column.missing ? Math.ceil(info.count / 8) : 0;
    places[column.key] = {column, bitmap: column.missing ? at : -1, at: at + bitmap};
    at += bitmap + column.width * info.count;
  }
  return places;
}

/** A column in its unit; NaN where it is missing. */
function readColumn(bytes, place, count) {
  const values = decodeColumn(bytes, place.at, place.column, count);
  const parts = Math.round(1 / place.column.scale);
  for (let i = 0; i < count; i++) values[i] /= parts;
  if (place.bitmap >= 0) {
    for (let i = 0; i < count; i++) {
      if ((bytes[place.bitmap + (i >> 3)] >> (i & 7)) & 1) values[i] = NaN;
    }
  }
  return values;
}

/** Last place in an ascending list whose value is at most `value`; 0 where none is. */
export function lastAtMost(list, value, count = list.length) {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Adds to `rows` those with the least and the most of `values`, and the first that is missing. */
function addExtremes(values, from, to, rows) {
  let [low, high, gap] = [-1, -1, -1];
  let [least, most] = [Infinity, -Infinity];
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (value < least) [least, low] = [value, i];
    if (value > most) [most, high] = [value, i];
    if (gap < 0 && value !== value) gap = i;
  }
  if (low >= 0) rows.push(low, high);
  if (gap >= 0) rows.push(gap);
}

/** First place in an ascending list, between two, whose value is at least `value`; `to` where none is. */
function firstAtLeast(list, value, from, to) {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Rows that show the course of `columns` between two rows in so many buckets: in order, each once. A bucket is a share
 * of the time, as it is of the picture: of rows that are logged each 0.1 s here and each 10 min there, equal numbers
 * would leave two points to hours.
 */
export function chosenRows(columns, time, from, to, buckets) {
  const count = to - from;
  if (buckets <= 0 || count <= buckets * 2) return Float64Array.from({length: count}, (_, i) => from + i);
  const rows = [from, to - 1];
  const [start, span] = [time[from], time[to - 1] - time[from]];
  const after = (share, begin) =>
    span > 0 ? firstAtLeast(time, start + span * share, begin, to) : from + Math.floor(count * share);
  for (let bucket = 1, begin = from; bucket <= buckets; bucket++) {
    const end = bucket === buckets ? to : after(bucket / buckets, begin);
    for (const values of columns) addExtremes(values, begin, end, rows);
    begin = end;
  }
  const sorted = Float64Array.from(rows).sort();
  let kept = 0;
  for (const row of sorted) if (kept === 0 || row !== sorted[kept - 1]) sorted[kept++] = row;
  return sorted.slice(0, kept);
}

/** State of charge of each row, from the step's start and its own capacity. */
function socColumn(capacity, steps, count) {
  const soc = new Float64Array(count).fill(NaN);
  steps.first_row.forEach((first, i) => {
    const [start, slope] = [steps.soc_start_pct[i], steps.soc_per_ah[i]];
    if (start === null || slope === null) return;
    for (let row = first; row < first + steps.rows[i]; row++) soc[row] = start + slope * capacity[row];
  });
  return soc;
}

/** The time as it is drawn: where it runs backwards (a finding) it stands still, and a missing one repeats the last. */
function drawnTime(time) {
  const drawn = new Float64Array(time.length);
  let last = time.find(value => !Number.isNaN(value)) || 0;
  for (let i = 0; i < time.length; i++) drawn[i] = last = time[i] > last ? time[i] : last;
  return drawn;
}

/** The source of rows that are embedded in the page. */
export class EmbeddedSource {
  constructor(data, bytes) {
    this.rows = data.rows || {count: 0, total: 0, whole: true, note: null, columns: []};
    this.steps = data.steps;
    this.bytes = bytes;
    this.places = columnPlaces(this.rows);
    this.columns = {};
    // Steps that have rows, for the search by row.
    this.filled = this.steps.rows.map((rows, i) => (rows > 0 ? i : -1)).filter(i => i >= 0);
    this.firsts = this.filled.map(i => this.steps.first_row[i]);
  }

  async info() {
    return {...this.rows, steps: this.steps};
  }

  /** Whether there are rows of this kind at all. */
  has(key) {
    return key === "soc_pct" ? "capacity_ah" in this.places : key in this.places;
  }

  /** The values of a column; unpacked when they are first asked for. */
  column(key) {
    if (!(key in this.columns)) {
      const {count} = this.rows;
      if (key === "soc_pct") this.columns[key] = socColumn(this.column("capacity_ah"), this.steps, count);
      else if (key === "drawn_s") this.columns[key] = drawnTime(this.column("time_s"));
      else if (key in this.places) this.columns[key] = readColumn(this.bytes, this.places[key], count);
      else this.columns[key] = new Float64Array(count).fill(NaN);
    }
    return this.columns[key];
  }

  /** Unpacks columns one after the other, and lets the page breathe between them. */
  async prepare(keys) {
    for (const key of keys) {
      if (key in this.columns) continue;
      this.column(key);
      await new Promise(resume => setTimeout(resume));
    }
  }

  async range(columns, from, to, buckets) {
    const begin = Math.max(0, Math.min(from, this.rows.count));
    const end = Math.max(begin, Math.min(to, this.rows.count));
    const rows = chosenRows(
      columns.map(key => this.column(key)),
      this.column("drawn_s"),
      begin,
      end,
      buckets,
    );
    const result = {row: rows};
    for (const key of ["drawn_s", ...columns]) {
      const values = this.column(key);
      result[key] = Float64Array.from(rows, row => values[row]);
    }
    // Who asks for the time gets it as it is; who draws over it gets it ascending.
    if (!columns.includes("time_s")) result.time_s = result.drawn_s;
    return result;
  }

  /** Place of a row's step among the steps. */
  stepOf(row) {
    return this.filled.length === 0 ? -1 : this.filled[lastAtMost(this.firsts, row)];
  }

  async row(i) {
    const place = this.stepOf(i);
    const values = {
      row: i,
      place,
      step: this.steps.step[place],
      soc_pct: this.has("soc_pct") ? this.column("soc_pct")[i] : NaN,
    };
    for (const {key} of this.rows.columns) values[key === "row" ? "test_row" : key] = this.column(key)[i];
    values.row_of_step = i - this.steps.first_row[place] + 1;
    return values;
  }

  async find(time) {
    return this.rows.count === 0 ? -1 : lastAtMost(this.column("drawn_s"), time);
  }
}
