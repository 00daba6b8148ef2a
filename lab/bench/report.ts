/** A table, and what it is held against. */
export interface Section {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly goals: readonly Goal[];
}

/** Met if the value is at most the limit. */
export interface Goal {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  /** Decimal places. Default: 2. */
  readonly digits?: number;
}

/** Markdown. */
export function sectionText({ title, header, rows }: Section): string {
  const divider = header.map(() => '---');
  return [`${title}:`, '', ...[header, divider, ...rows].map(rowText), ''].join('\n');
}

/** Markdown: all goals of the sections, with what was measured. */
export function goalsText(sections: readonly Section[]): string {
  const rows = sections
    .flatMap(({ goals }) => goals)
    .map(({ name, value, limit, digits = 2 }) => [
      name,
      `≤ ${limit}`,
      value.toFixed(digits),
      value <= limit ? 'met' : '**not met**',
    ]);
  return sectionText({
    title: 'Goals',
    header: ['goal', 'limit', 'measured', ''],
    rows,
    goals: [],
  });
}

function rowText(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
