/** One way to log in that a server offers. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** By name, in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const separators = /[\s,]*/y;
const spaces = /[ \t]*/y;
const quotedText = /"((?:[^"\\]|\\.)*)"/y;
const untilComma = /[^,]*/y;

/**
 * The challenges in `WWW-Authenticate`, several in one header too. Commas separate parameters as well as
 * challenges: a token with an equals sign behind it is a parameter. What fits neither is passed over.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  let position = 0;

  /** The next piece, if it is one of the pattern's. Every pattern is sticky and linear. */
  function take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = position;
    const match = pattern.exec(header) ?? undefined;
    if (match !== undefined) position = pattern.lastIndex;
    return match;
  }

  function takeValue(): string | undefined {
    take(spaces);
    const quoted = take(quotedText)?.[1]?.replaceAll(/\\(.)/g, '$1');
    return quoted ?? take(token)?.[0];
  }

  for (take(separators); position < header.length; take(separators)) {
    const name = take(token)?.[0].toLowerCase();
    if (name === undefined) {
      take(untilComma);
      continue;
    }
    take(spaces);
    if (header[position] !== '=') {
      challenges.push({ scheme: name, parameters: new Map() });
      continue;
    }
    position++;
    const value = takeValue();
    const parameters = challenges.at(-1)?.parameters;
    // Of a parameter that is given twice the first counts, so that nothing can be put behind it.
    if (value !== undefined && parameters?.has(name) === false) parameters.set(name, value);
    else take(untilComma);
  }
  return challenges;
}
