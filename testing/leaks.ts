import type { StepResult } from './runner.ts';

/** So much of a secret, in one piece, is too much. */
const pieceLength = 8;

/** Where a piece of a secret can be read, as text or as JSON holds it. */
export function leaksIn(
  { log, outputs, summary }: Omit<StepResult, 'exitCode'>,
  secrets: readonly string[],
): readonly string[] {
  const printed = log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  const places = [...printed, ...Object.values(outputs), summary, asRead(summary)];
  const pieces = secrets
    .flatMap((secret) => [...secret.split('\n'), JSON.stringify(secret).slice(1, -1)])
    .flatMap((text) =>
      Array.from({ length: Math.max(0, text.length - pieceLength + 1) }, (_, start) =>
        text.slice(start, start + pieceLength),
      ),
    )
    .filter((piece) => piece.trim().length >= pieceLength - 2);
  return places.filter((place) => pieces.some((piece) => place.includes(piece)));
}

/** Markdown's text as a browser shows it. */
function asRead(markdown: string): string {
  return markdown.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
