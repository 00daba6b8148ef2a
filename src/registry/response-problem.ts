import type { Endpoint, HttpResponse } from '../http/connection.ts';
import { printable } from '../text.ts';

/** What a response says that is neither yes nor no, as a sentence. */
export function responseProblem({ host }: Endpoint, { status, headers }: HttpResponse): string {
  if (status >= 200 && status < 300) return `${host} responded with what no registry sends`;
  if (status >= 300 && status < 400) {
    const location = headers['location'] ?? '';
    const target = URL.canParse(location) ? new URL(location).host : 'another address';
    return `${host} redirects to ${printable(target, 80)}, and redirects are not followed (HTTP ${status})`;
  }
  if (status === 401 || status === 403) return `${host} denied access (HTTP ${status})`;
  if (status === 429) return `${host} limits the rate of requests (HTTP 429)`;
  return `${host} responded with HTTP ${status}`;
}
