/** A line of the log that the runner carries out instead of showing it. */
export interface Command {
  readonly name: string;
  readonly properties: string;
  /** Unescaped. */
  readonly text: string;
}

/**
 * The commands in a log, found as the runner finds them: `::name::` at the start of a line, spaces
 * aside, or `##[name]` anywhere in it. A carriage return ends a line too.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function commandsIn(log: string): readonly Command[] {
  return log.split(/\r\n|[\r\n]/).flatMap((line) => {
    const [, name, properties, text] =
      /^[\s\u0085]*::([^:\s]+)\s*(.*?)::(.*)$/.exec(line) ??
      /##\[([^\]\s]*)\s*([^\]]*)\](.*)$/.exec(line) ??
      [];
    return name === undefined
      ? []
      : [{ name, properties: properties ?? '', text: unescaped(text) }];
  });
}

/** The texts of the errors in a log; of a mistake in the spec its code and its path, as in `invalid-type containers[0].cpu`. */
export function errorsIn(log: string): readonly string[] {
  return textsIn(log, 'error');
}

export function warningsIn(log: string): readonly string[] {
  return textsIn(log, 'warning');
}

function textsIn(log: string, name: string): readonly string[] {
  return commandsIn(log)
    .filter((command) => command.name === name)
    .map(({ properties, text }) => {
      const code = /(?:^|,)title=([^,]+)/.exec(properties)?.[1];
      return code === undefined ? text : `${code} ${/^(\S*): /.exec(text)?.[1] ?? ''}`.trim();
    });
}

function unescaped(text = ''): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
