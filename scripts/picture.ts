/**
 * `npm run picture`: docs/summary.png, the step's summary as GitHub shows it, of a service that runs and
 * of one that does not. It takes a Chromium on the PATH (or named in CHROMIUM).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from 'marked';
import { startLocalBec } from '../local-bec/server.ts';
import { repositoryRoot, runStep } from '../testing/runner.ts';

const folder = mkdtempSync(join(tmpdir(), 'picture-'));

async function summaryOf(missing: readonly string[]): Promise<string> {
  mkdirSync(join(folder, '.bec'), { recursive: true });
  cpSync(join(repositoryRoot, 'examples/service.yml'), join(folder, '.bec/service.yml'));
  await using bec = await startLocalBec({ startupMs: 1000, missingImageVersions: missing });
  const { summary } = await runStep({
    workspace: folder,
    inputs: {
      endpoint: bec.endpoint,
      'access-key-id': bec.credentials.accessKeyId,
      'secret-access-key': bec.credentials.secretAccessKey,
      wait: 'true',
      'on-failure': 'delete',
    },
  });
  return summary;
}

const style = readFileSync(
  createRequire(import.meta.url).resolve('github-markdown-css/github-markdown-light.css'),
  'utf8',
);
const summaries = [await summaryOf([]), await summaryOf(['v1.2.3'])];
const articles = await Promise.all(
  summaries.map(
    async (summary) => `<article class="markdown-body">${await marked(summary)}</article>`,
  ),
);
const page = join(folder, 'page.html');
writeFileSync(
  page,
  `<!doctype html><meta charset="utf-8"><style>${style}
    body { margin: 0; padding: 24px; display: flex; gap: 24px; background: #f6f8fa; }
    article { flex: 1; padding: 24px; border: 1px solid #d1d9e0; border-radius: 6px; font-size: 14px; }
  </style>${articles.join('')}`,
);

const chromium = process.env['CHROMIUM'] ?? 'chromium';
execFileSync(chromium, [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ...[`--user-data-dir=${join(folder, 'profile')}`, '--force-device-scale-factor=1.5'],
  ...['--window-size=1320,820', `--screenshot=${join(repositoryRoot, 'docs/summary.png')}`, page],
]);
rmSync(folder, { recursive: true });
