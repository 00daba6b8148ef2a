import { isImageTag } from '../image-tag.ts';
import { quoted } from '../text.ts';

/** Nobody writes a longer version by mistake. */
const maxLength = 1000;

/**
 * How to correct an image version that is not a valid tag: a sentence, or an empty text.
 *
 * The version can be a secret that was put in the wrong place, and the runner masks only the whole of
 * it. So a part of it is quoted only if it has the form of a ref, of an image's address or of a version.
 * @param publicNames texts that are no secrets, such as the name of the ref
 */
export function versionAdvice(value: string, publicNames: readonly string[]): string {
  if (value.length > maxLength) return '';
  if (publicNames.includes(value)) {
    // `7/merge` of `refs/pull/7/merge`: only the whole ref says what it is.
    const ref = publicNames.find((name) => name.endsWith(`/${value}`)) ?? value;
    return questionOf(refVersion(ref) ?? withDashes(ref.replace(/^refs\/[a-z]+\//, '')));
  }
  if (/\$\(|`/.test(value)) {
    return 'The runner does not run shell commands in inputs. Run the command in an earlier step with the id version, run: echo "tag=$(git describe --tags)" >> "$GITHUB_OUTPUT", and set image-version to ${{ steps.version.outputs.tag }}.';
  }
  if (/\$|^%\w+%$/.test(value)) {
    return 'The runner does not expand shell variables in inputs. Use an expression, such as ${{ github.ref_name }}.';
  }
  if (/\S[\s,;]+["'[({]?[\p{L}\p{N}_]/u.test(value)) {
    return 'It contains several values. Set image-version to one version: with docker/metadata-action, use ${{ steps.meta.outputs.version }}, not outputs.tags.';
  }
  const text = bareText(value);
  const version = isImageTag(text) ? text : (refVersion(text) ?? imageVersion(text));
  const question = questionOf(version ?? rewritten(text));
  if (question !== '') return question;
  if (/(?:^|@)sha256:/.test(text)) {
    return 'BEC selects an image by its tag, not by its digest. Set image-version to the tag.';
  }
  return isImageAddress(text)
    ? 'It is the address of an image, without a version. Set image-version to the tag alone.'
    : '';
}

function questionOf(version: string): string {
  return isImageTag(version) ? `Did you mean ${quoted(version)}?` : '';
}

/** Without the quotes, the spaces and the colon that were copied along. */
function bareText(value: string): string {
  return value
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim()
    .replace(/^:/, '');
}

/** As docker/metadata-action names the image of a ref. */
function refVersion(text: string): string | undefined {
  const [, number] = /^refs\/pull\/([0-9]{1,10})\/(?:merge|head)$/.exec(text) ?? [];
  if (number !== undefined) return `pr-${number}`;
  // Nobody's secret starts like this, whatever characters follow.
  const [, name] =
    /^refs\/(?:heads|tags|remotes\/[^/]+)\/(\S+)$/.exec(text) ??
    /^(?:heads|tags)\/([\w.+/-]+)$/.exec(text) ??
    [];
  return name === undefined ? undefined : withDashes(name);
}

/** `v1.0` of `registry.example/shop/web:v1.0`, with or without a scheme and a digest. */
function imageVersion(text: string): string | undefined {
  const [reference = ''] = text.replace(/^[a-z]+:\/\//, '').split('@sha256:', 1);
  const colon = reference.lastIndexOf(':');
  const name = reference.slice(0, Math.max(colon, 0));
  const version = reference.slice(colon + 1);
  // Without a host or a folder, `user:password` has the same form.
  const hasFolder = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9._-]+)+$/.test(name);
  const isImage = hasFolder || isImageAddress(name) || looksLikeVersion(version);
  return isImage && isImageTag(version) ? version : undefined;
}

/** Starts with a host, as `registry.example/web` and `localhost:5000/web` do. */
function isImageAddress(text: string): boolean {
  return /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::[0-9]{1,5})?\/[\w./-]+$/i.test(text);
}

function rewritten(text: string): string {
  const isName = looksLikeVersion(text) || /^[a-z0-9._/+~-]+$/.test(text);
  return isName && !isImageAddress(text) ? withDashes(text) : '';
}

function looksLikeVersion(text: string): boolean {
  return /^v?[0-9]+\.[0-9]/i.test(text);
}

/** With nothing but a dash where a tag can't have a character, and no separator at either end. */
function withDashes(text: string): string {
  return text
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .replace(/[.-]+$/, '');
}
