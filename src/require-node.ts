/**
 * The first import of every entry: on an older Node, as the images of some runners bring it, the step ends
 * with one line, before anything is loaded that such a Node doesn't have. What stands here works on any.
 */
import { writeSync } from 'node:fs';

const needed = '20.18';
const { node: version } = process.versions;

if (isOlder(version, needed)) {
  const command = process.env['GITHUB_ACTIONS'] === 'true' ? '::error::' : '';
  writeSync(
    1,
    `${command}This is Node ${version}, but bec-create needs Node ${needed} or later. Update the runner, or the node in its image.\n`,
  );
  process.exit(1);
}

function isOlder(actual: string, other: string): boolean {
  const [major = 0, minor = 0] = actual.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
