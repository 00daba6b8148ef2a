/** The repository's pages in Markdown, taken apart, to compare them with each other and with the code. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { repositoryRoot } from './runner.ts';
import { repositoryText } from './workspace.ts';

const folders = ['.', 'docs', 'delete', 'local-bec'];

/** Relative to the repository. */
export function pagePaths(): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => posix.join(folder, name)),
  );
}

export interface Section {
  readonly level: number;
  /** Empty before the first heading. */
  readonly title: string;
  /** Without blocks of code. */
  readonly text: string;
}

export function sectionsOf(markdown: string): readonly Section[] {
  return proseOf(markdown)
    .split(/^(?=#+ )/m)
    .map((text) => {
      const [, marks = '', title = ''] = /^(#+) (.+)$/m.exec(text.split('\n', 1)[0] ?? '') ?? [];
      return { level: marks.length, title, text };
    });
}

/** Without blocks of code. */
export function proseOf(markdown: string): string {
  return markdown.replace(/^```[^]*?^```$/gm, '');
}

/** Blocks of code in a language. */
export function blocksOf(markdown: string, language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
  return [...markdown.matchAll(pattern)].map(([, code = '']) => code);
}

/** The texts between backticks. */
export function codeSpansIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** Tables as rows of cells, without the line under their heads. */
export function tablesIn(text: string): readonly (readonly (readonly string[])[])[] {
  return (proseOf(text).match(/(?:^\|.*\n)+/gm) ?? []).map((table) =>
    table
      .trimEnd()
      .split('\n')
      .filter((_, index) => index !== 1)
      .map((row) =>
        row
          .split(/(?<!\\)\|/)
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

/** The targets of links. */
export function linksIn(text: string): readonly string[] {
  return [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** Whether a page's link leads to a file of the repository, and its anchor to a heading there. */
export function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : posix.join(dirname(page), path);
  if (!existsSync(join(repositoryRoot, target))) return false;
  return anchor === undefined || anchorsIn(repositoryText(target)).includes(decodeURI(anchor));
}

/** The ids that are set in HTML. */
export function idsIn(markdown: string): readonly string[] {
  return [...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
}

/** As GitHub makes them of headings. */
function anchorsIn(markdown: string): readonly string[] {
  const headings = sectionsOf(markdown).map(({ title }) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return [...headings, ...idsIn(markdown)];
}
