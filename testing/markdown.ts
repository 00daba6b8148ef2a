import { marked } from 'marked';

/** HTML as GitHub renders Markdown, without its sanitizer: everything that gets through is visible. */
export function htmlOf(markdown: string): string {
  return marked.parse(markdown, { async: false, gfm: true });
}

/** The tags that open something, as they are written. */
export function tagsIn(html: string): readonly string[] {
  return [...html.matchAll(/<[a-z!?][^>]*>/gi)].map(([tag]) => tag);
}

/** What a reader sees. */
export function textIn(html: string): string {
  return textPiecesIn(html).join('');
}

/** The pieces of text between the tags: GitHub looks for names and addresses in each. */
export function textPiecesIn(html: string): readonly string[] {
  return html.split(/<[^>]*>/).map(decoded);
}

function decoded(text: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return text.replace(/&(?:#(\d+)|(\w+));/g, (entity, digits = '', name: string) =>
    digits === '' ? (named[name] ?? entity) : String.fromCodePoint(Number(digits)),
  );
}
