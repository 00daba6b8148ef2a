/**
 * Stands in the bundle where @actions/core imports @actions/exec, which loads node:child_process and
 * node:timers, for a description of the platform that nothing here asks for.
 */
export function getExecOutput(): never {
  throw new Error('@actions/exec is left out of this bundle.');
}
