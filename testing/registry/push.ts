import { createHash } from 'node:crypto';

interface Destination {
  readonly host: string;
  readonly repository: string;
  readonly authorization?: string;
}

/**
 * Pushes an image of one empty layer.
 * @returns the digest of its manifest
 */
export async function pushImage(destination: Destination, tag: string): Promise<string> {
  const config = await pushBlob(destination, '{"architecture":"amd64","os":"linux"}');
  const layer = await pushBlob(destination, '');
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { ...config, mediaType: 'application/vnd.oci.image.config.v1+json' },
    layers: [{ ...layer, mediaType: 'application/vnd.oci.image.layer.v1.tar' }],
  });
  await send(destination, 'PUT', `/v2/${destination.repository}/manifests/${tag}`, {
    body: manifest,
    type: 'application/vnd.oci.image.manifest.v1+json',
  });
  return digestOf(manifest);
}

async function pushBlob(
  destination: Destination,
  content: string,
): Promise<{ readonly digest: string; readonly size: number }> {
  const path = `/v2/${destination.repository}/blobs/uploads/`;
  const started = await send(destination, 'POST', path, { body: '' });
  const upload = new URL(started.headers.get('location') ?? '', `http://${destination.host}`);
  const digest = digestOf(content);
  upload.searchParams.set('digest', digest);
  await send(destination, 'PUT', upload.pathname + upload.search, {
    body: content,
    type: 'application/octet-stream',
  });
  return { digest, size: Buffer.byteLength(content) };
}

async function send(
  { host, authorization }: Destination,
  method: string,
  target: string,
  content: { readonly body: string; readonly type?: string },
): Promise<Response> {
  const response = await fetch(`http://${host}${target}`, {
    method,
    headers: {
      ...(content.type !== undefined && { 'content-type': content.type }),
      ...(authorization !== undefined && { authorization }),
    },
    body: content.body,
  });
  if (response.ok) return response;
  throw new Error(`${method} ${target}: HTTP ${response.status} ${await response.text()}`);
}

function digestOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
