/** The text of a spec, and the path that names it in the log. */
export interface SpecSource {
  /** With slashes; relative to the workspace, absolute for a file outside of it. */
  readonly path: string;
  readonly text: string;
}

/** A spec as it was found. */
export interface SpecFile extends SpecSource {
  /** For annotations: as the repository names the file, relative to the top of its checkout. */
  readonly repositoryPath: string;
  /** The commit of the run's repository that it was checked out or read from; undefined if that is unknown. */
  readonly commit: string | undefined;
  /** Completes "The spec comes from …", such as `the workspace` or `octo/shop at 1234567`. */
  readonly origin: string;
  /** Why this may not be the spec that belongs to the run's commit. */
  readonly warning: string | undefined;
}
