// What a bench's figures mean: the table for people, the line for programs, and whether it is good enough.

/**
 * @typedef {import('../../plugins/guardrails-backend/bench/Bench.js').BenchResult} BenchResult
 * @typedef {import('../../plugins/guardrails-backend/bench/Bench.js').Figure} Figure
 * @typedef {import('../../plugins/guardrails-backend/bench/Bench.js').Limit} Limit
 */

/** @param {Figure} figure @returns {number} what a limit is held against */
function judged(figure) {
  return typeof figure === 'number' ? figure : figure.value / figure.reference;
}

/** @param {number} value @param {Limit} limit */
function keeps(value, limit) {
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
}

/** @param {BenchResult} result @param {Readonly<Record<string, Limit>>} limits */
function missed({ figures }, limits) {
  return Object.entries(limits)
    .filter(([name, limit]) => !keeps(judged(figures[name]), limit))
    .map(([name]) => name);
}

/**
 * What is wrong with a result itself: whatever was measured, it must be numbers, and limits of what was measured.
 *
 * @param {BenchResult} result
 * @returns {string[]}
 */
export function malformed({ figures, targets, floors = {} }) {
  return [
    ...Object.entries(figures)
      .filter(([, figure]) => !Number.isFinite(judged(figure)))
      .map(([name]) => `figure ${name} is not a finite number`),
    ...[...new Set([...Object.keys(targets), ...Object.keys(floors)])]
      .filter(name => !(name in figures))
      .map(name => `limit ${name} is of no figure`),
  ];
}

/**
 * @param {string} name
 * @param {BenchResult} result
 * @returns {{ line: object, belowFloor: string[] }} the line of `--json`, and the figures below their floor
 */
export function verdictOf(name, result) {
  const { figures, targets, floors } = result;
  return {
    line: {
      bench: name,
      figures: Object.fromEntries(
        Object.entries(figures).map(([key, figure]) => [
          key,
          rounded(judged(figure)),
        ]),
      ),
      targets,
      met: missed(result, targets).length === 0,
    },
    belowFloor: missed(result, { ...targets, ...floors }),
  };
}

/** @param {BenchResult} result @returns {string} figure, reference, ratio, target */
export function tableOf({ figures, targets }) {
  const rows = Object.entries(figures).map(([name, figure]) => {
    const target = targets[name];
    const hasReference = typeof figure !== 'number';
    return [
      name,
      readable(hasReference ? figure.value : figure),
      hasReference ? readable(figure.reference) : '',
      hasReference ? judged(figure).toFixed(2) : '',
      target ? inWords(target) : '',
      target && !keeps(judged(figure), target) ? 'MISSED' : '',
    ];
  });
  const all = [
    ['figure', 'measured', 'reference', 'ratio', 'target', ''],
    ...rows,
  ];
  const widths = all[0].map((_, i) =>
    Math.max(...all.map(row => row[i].length)),
  );
  return all
    .map(row =>
      row
        .map((cell, i) =>
          i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {Limit} limit */
function inWords(limit) {
  return 'atLeast' in limit ? `≥ ${limit.atLeast}` : `≤ ${limit.atMost}`;
}

function readable(value) {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(3)));
}

/** Four digits are more than two runs agree on. */
function rounded(value) {
  return Number(value.toPrecision(4));
}
