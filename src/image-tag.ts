/**
 * Docker's grammar of a tag, as BEC has it in `imageVersion`. It leaves nothing in it that could not be
 * printed.
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
export function isImageTag(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text);
}

/** Completes the name of a value, which may be printed. */
export const notAnImageTag =
  'is not a valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - that do not start with . or -.';
