// Draws each table that is marked `data-way` as lines. The table comes first and holds every number.
"use strict";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const given = (text) => (text === undefined || text === "" ? null : Number(text));
const written = (digits, more) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: digits, ...more });
const short = written(1, { notation: "compact" });
const whole = written(2);
const LABELS = { month: (on) => on.slice(0, 7), day: (on) => on.slice(5), minute: (on) => on };

function read(table) {
  const rows = [...table.querySelectorAll("tr[data-on]")].map((row) => ({
    on: row.dataset.on,
    actual: given(row.dataset.actual),
    expected: given(row.dataset.expected),
    linear: given(row.dataset.linear),
    revised: "revised" in row.dataset,
  }));
  const { bound, beyond, low, high } = table.dataset;
  const label = LABELS[table.dataset.labels] ?? LABELS.month;
  const counts = "labels" in table.dataset; // of days or minutes, and so from zero
  return { rows, label, counts, bound: given(bound), beyond: given(beyond), low: given(low), high: given(high) };
}

// A band is a line with another stacked on it.
function band(name, from, to, colour, opacity) {
  const shared = { type: "line", stack: name, stackStrategy: "all", symbol: "none", silent: true };
  const none = { ...shared, lineStyle: { color: colour, width: 1, opacity: 0.4 } };
  const width = to.map((value, i) => (value === null || from[i] === null ? null : value - from[i]));
  return [
    { ...none, data: from },
    { ...none, data: width, areaStyle: { color: colour, opacity } },
  ];
}

function fan({ rows, low, high }) {
  const last = rows.findLastIndex((row) => row.actual !== null);
  const end = rows.length - 1;
  if (low === null || high === null || last < 0 || last === end) return [];
  const towards = (goal) =>
    rows.map((row, i) => {
      if (i < last) return null;
      return rows[last].actual + ((goal - rows[last].actual) * (i - last)) / (end - last);
    });
  return band("fan", towards(low), towards(high), token("--pace"), 0.22);
}

function tolerance({ rows, bound, beyond }) {
  if (!bound || beyond === null) return [];
  const from = rows.map((row) => row.expected);
  const to = from.map((value) => (value === null ? null : value + ((beyond - bound) * value) / bound));
  return band("tolerance", from, to, token("--met"), 0.15);
}

function line(data, style, more) {
  return { type: "line", data, symbol: "none", silent: true, connectNulls: true, lineStyle: style, ...more };
}

// A point with its number in words beside it.
function told(value, words, colour, position) {
  return {
    value,
    symbol: "circle",
    symbolSize: 1,
    label: { show: true, position, formatter: words, color: colour, fontSize: 12, fontWeight: 600 },
  };
}

function options(way, names) {
  const { rows, bound } = way;
  const last = rows.findLastIndex((row) => row.actual !== null);
  const [ink, quiet, rule, pace] = ["--ink", "--ink-2", "--line", "--pace"].map(token);
  const point = (row, i) => ({
    ...(i === last ? told(row.actual, whole.format(row.actual), pace, [-44, -18]) : { value: row.actual }),
    symbol: row.revised ? "diamond" : "circle",
    symbolSize: row.revised ? 12 : 6,
  });
  const series = [
    ...tolerance(way),
    ...fan(way),
    line(rows.map((row) => row.linear), { color: quiet, width: 1, type: "dotted" }),
    line(rows.map((row) => row.expected), { color: pace, width: 1.5, opacity: 0.7 }),
    line(
      rows.map((_, i) => (i || bound === null ? bound : told(bound, `${names.bound} ${whole.format(bound)}`, ink, [4, -18]))),
      { color: ink, width: 1, type: "dashed" },
      { showAllSymbol: true, itemStyle: { color: ink } },
    ),
    line(rows.map(point), { color: pace, width: 3 }, { symbol: "circle", showAllSymbol: true, itemStyle: { color: pace } }),
  ];
  const level = !way.counts && rows.every((row) => row.expected === null || row.expected === bound); // and no count
  const label = { color: quiet, fontSize: 12 };
  return {
    animation: false,
    textStyle: { fontFamily: token("--sans") },
    grid: { left: 8, right: 20, top: 26, bottom: 8, containLabel: true },
    xAxis: {
      type: "category",
      boundaryGap: false,
      data: rows.map((row) => way.label(row.on)),
      axisLabel: label,
      axisLine: { lineStyle: { color: rule } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      scale: level,
      boundaryGap: level ? ["6%", "6%"] : [0, 0],
      axisLabel: { ...label, formatter: (value) => short.format(value) },
      splitLine: { lineStyle: { color: rule } },
    },
    series,
  };
}

function draw(place) {
  const way = read(document.getElementById(place.dataset.of));
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  const paint = () => chart.setOption(options(way, place.dataset), true);
  paint();
  new ResizeObserver(() => chart.resize()).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

function drawIn(part) {
  part.querySelectorAll(".chart[data-of]").forEach(draw);
}

drawIn(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) drawIn(event.detail.elt);
});
