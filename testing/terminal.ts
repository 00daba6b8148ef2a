import { styleText } from 'node:util';
import { marked, type Token, type Tokens } from 'marked';
import { textIn } from './markdown.ts';

/** Markdown as one reads it on a terminal; colours are left out if the stream has none. */
export function terminalTextOf(markdown: string): string {
  return marked
    .lexer(markdown)
    .flatMap(linesOf)
    .filter((line, index, lines) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .trim();
}

function linesOf(token: Token): readonly string[] {
  switch (token.type) {
    case 'heading':
      return ['', styleText('bold', inlineText(token.raw.replace(/^#+ /, '').trim())), ''];
    case 'table':
      return isTable(token) ? [...tableLines(token), ''] : [];
    case 'code':
      return [...('text' in token ? String(token['text']).split('\n') : []), ''];
    case 'space':
      return [''];
    default:
      return token.raw
        .trimEnd()
        .split('\n')
        .map((line) => inlineText(line.replace(/^> ?/, '')))
        .filter((line) => line !== '');
  }
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table';
}

function tableLines({ header, rows }: Tokens.Table): readonly string[] {
  const cells = [header, ...rows].map((row) => row.map(({ text }) => inlineText(text)));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .map((cell, column) => (column === 0 ? styleText('dim', cell) : cell))
      .join('  ')
      .trimEnd(),
  );
}

function inlineText(markdown: string): string {
  return textIn(marked.parseInline(markdown, { async: false, gfm: true }));
}
