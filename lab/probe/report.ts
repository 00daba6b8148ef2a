import { variantTable } from '../../local-bec/variants.ts';
import { printable } from '../../src/text.ts';
import type { Findings } from './findings.ts';

/** What a probe may cost, as far as that is known without the price list. */
export const costs = [
  'The probe creates up to four services, and deletes them: one of four pods for about half an hour, and up',
  'to three of one pod for some minutes each. Each pod has 1 core, 1 GB and a public address with 1 Mbps.',
  'Your account is billed for them at its usual postpay prices.',
] as const;

/** A table in Markdown, to be pasted into an issue. */
export function reportOf(findings: Findings): readonly string[] {
  const rows = Object.entries(variantTable).map(([key, { flag, values }]) => {
    const finding = Object.entries(findings).find(([name]) => name === key)?.[1];
    const value = finding?.value ?? 'open';
    const isDefault = value === values[0] ? '' : ' (not what the local BEC does by default)';
    return [
      `\`${flag}\``,
      finding?.value === undefined ? 'open' : `\`${value}\`${isDefault}`,
      cellOf(finding?.evidence ?? 'not asked'),
    ];
  });
  return [['question', 'found', 'seen'], ['---', '---', '---'], ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
}

/** What BEC has said is text from outside. */
function cellOf(text: string): string {
  return printable(text, 500)
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}
