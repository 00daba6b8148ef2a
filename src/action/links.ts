import type { Run } from '../context.ts';
import type { SpecFile } from '../source/source.ts';

/** The line in the repository, as GitHub shows the file at the commit; empty if it has none. */
export function pageOf({ repositoryPath, commit }: SpecFile, line: number): string {
  if (commit === undefined || repositoryPath.split('/').includes('..')) return '';
  const path = encodeURIComponent(repositoryPath.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `blob/${commit}/${path}#L${line}`;
}

/** A link into the repository; plain text if the address is not one of a GitHub server. */
export function linked(label: string, { serverUrl, repository }: Run, path: string): string {
  const address = `${serverUrl}/${repository}/${path}`;
  return /^https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/[\w/.%-]+(?:#L\d+)?$/.test(address)
    ? `[${label}](${address})`
    : label;
}
