/** One way to log in that a server offers. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** By name, in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const maxLength = 4096;
/** `realm="x"`, `service=x`, or a word that stands alone. */
const pieces =
  /([!#$%&'*+.^_`|~\w-]+)(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~\w-]+)))?/g;

/**
 * The challenges in `WWW-Authenticate`, several in one header too: a word without a value begins one. What
 * fits neither is passed over.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  for (const [, word = '', quoted, plain] of header.slice(0, maxLength).matchAll(pieces)) {
    const name = word.toLowerCase();
    const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? plain;
    const parameters = challenges.at(-1)?.parameters;
    if (value === undefined) challenges.push({ scheme: name, parameters: new Map() });
    // Of a parameter that is given twice the first counts, so that nothing can be put behind it.
    else if (parameters?.has(name) === false) parameters.set(name, value);
  }
  return challenges;
}
