import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 3916:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G8: () => (/* binding */ SpecError),
/* harmony export */   cc: () => (/* binding */ CancelledError),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/* harmony import */ var _shown_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(802);

/** What the user can mend. Its message is all that is shown: the cause, the value, the cure. */
class UserError extends Error {
    name = 'UserError';
}
/** The spec has mistakes; nothing was sent. */
class SpecError extends UserError {
    name = 'SpecError';
    problems;
    constructor(problems) {
        const count = problems.filter(({ severity }) => severity === 'error').length;
        super(`The spec has ${(0,_shown_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(count, 'mistake')}. Nothing was sent.`);
        this.problems = problems;
    }
}
/** The run was told to stop. */
class CancelledError extends UserError {
    name = 'CancelledError';
    signal;
    /** @param outcome what exists because of this run, or may */
    constructor(signal, outcome = 'Nothing was sent.') {
        super(`Cancelled (${signal}). ${outcome}`);
        this.signal = signal;
    }
}


/***/ }),

/***/ 9407:
/***/ ((module, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3916);
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2226);
/* harmony import */ var _report_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(665);



const cancellation = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
        cancellation.abort(new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CancelledError */ .cc(signal));
    });
}
try {
    await (0,_main_js__WEBPACK_IMPORTED_MODULE_1__/* .run */ .e)(cancellation.signal);
}
catch (error) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo)
        (0,_report_js__WEBPACK_IMPORTED_MODULE_2__/* .fail */ .fJ)(error.message);
    else {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        (0,_report_js__WEBPACK_IMPORTED_MODULE_2__/* .fail */ .fJ)(`This is a fault in bec-create, not in your workflow. Please report it with these lines: ${text}`);
    }
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 2226:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/shown.ts
var shown = __nccwpck_require__(802);
;// CONCATENATED MODULE: ./src/answer.ts

/**
 * Errors come in two ways: the gateway's in headers, the platform's in the body, as
 * `{code, message, requestId}` or, from the older calls, `{code, msg}`. `result: false` is one too,
 * whatever the status.
 */
function parseAnswer({ status, headers, body }) {
    const fields = parseFields(body);
    const requestId = headers['x-bce-request-id'] ?? textOf(fields?.['requestId']);
    const facts = { status, requestId };
    const gatewayCode = headers['x-bce-error-code'] ?? '';
    if (status >= 300 && status < 400) {
        const message = `a redirect to ${headers['location'] ?? 'nowhere'}, which is not followed: a signature is for one address`;
        return { ...facts, kind: 'refusal', code: '', message };
    }
    const isSuccess = status >= 200 && status < 300 && gatewayCode === '';
    if (isSuccess && fields?.['result'] !== false) {
        if (fields !== undefined)
            return { ...facts, kind: 'success', body: fields };
        const reason = body === '' ? 'its body is empty' : `its body is no JSON object: ${(0,shown/* shown */.SP)(body, 80)}`;
        return { ...facts, kind: 'unreadable', reason };
    }
    return {
        ...facts,
        kind: 'refusal',
        code: gatewayCode === '' ? textOf(fields?.['code']) : gatewayCode,
        message: headers['x-bce-error-message'] ?? messageIn(fields),
    };
}
/** The object that JSON text holds; undefined for all else. */
function parseFields(json) {
    try {
        return toFields(JSON.parse(json));
    }
    catch {
        return undefined;
    }
}
function toFields(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return undefined;
    return Object.fromEntries(Object.entries(value));
}
/** Text, or a number's digits, since the API's pages disagree with themselves; else empty. */
function textOf(value) {
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
function messageIn(fields) {
    if (fields === undefined)
        return '';
    const [text = ''] = [fields['message'], fields['msg']]
        .map(textOf)
        .filter((entry) => entry !== '');
    return text === '' && fields['result'] === false ? 'it answered result: false' : text;
}

;// CONCATENATED MODULE: ./src/advice.ts
/**
 * What to do about an error, by BCE's code; starts with a space, empty where there is nothing to say.
 * @see https://cloud.baidu.com/doc/BEC/s/ml13ai4xr
 */
function adviceOn(code, status) {
    const known = Object.hasOwn(adviceByCode, code) ? adviceByCode[code] : undefined;
    const advice = known ?? (status === undefined ? '' : adviceByStatus(status));
    return advice === '' ? '' : ` ${advice}`;
}
const wrongSecret = 'Check that the secret access key belongs to this access key id and was copied whole, without spaces or line breaks.';
const tryLater = 'BEC has trouble; run the job again later.';
const badRequest = 'BEC finds fault with the request; its message names the field. Compare the spec with the output request of a dry run.';
const clock = "Set the runner's clock right: BEC takes requests signed within the last half hour only.";
const adviceByCode = {
    BadRequest: badRequest,
    MalformedJSON: badRequest,
    InappropriateJSON: badRequest,
    InvalidHTTPRequest: badRequest,
    SignatureDoesNotMatch: wrongSecret,
    IamSignatureInvalid: wrongSecret,
    SignatureMismatch: wrongSecret,
    InvalidHTTPAuthHeader: 'Check that access-key-id holds the access key id alone, without quotes or spaces.',
    InvalidAccessKeyId: 'No such access key: check access-key-id, and that the key is enabled in the Baidu AI Cloud console. Keys from STS need session-token too.',
    AccessDenied: 'These credentials may not do that: give their user the BEC permissions. Keys from STS need session-token too, and expire.',
    RequestExpired: clock,
    RequestTimeTooSkewed: clock,
    SignatureTimestampExpired: clock,
    AccountNotActivate: 'Verify the account and activate BEC in the Baidu AI Cloud console.',
    OptInRequired: 'Activate BEC for this account in the Baidu AI Cloud console.',
    AccountArrears: 'Pay the open bills of the account.',
    IdempotentParameterMismatch: 'This run has already created a service with this token, from another request: the spec, the version or a placeholder has changed since. Look the service up in the console; to create another one, start a new run, or set client-token.',
    LimitExceeded: "The account's quota is used up: delete services that are no longer needed, or ask Baidu for more.",
    OverRateLimit: 'Too many requests at once for this account; run the job again later.',
    OperationDenied: 'The state of the service does not allow that now.',
    ServiceInternalError: tryLater,
    InternalError: tryLater,
    InternalServerError: tryLater,
    BadGateway: tryLater,
    ServiceUnavailable: tryLater,
    GatewayTimeout: tryLater,
};
function adviceByStatus(status) {
    if (status >= 500)
        return tryLater;
    if (status >= 300 && status < 400)
        return 'Check the input endpoint.';
    if (status === 401 || status === 403)
        return adviceByCode['AccessDenied'] ?? '';
    if (status === 404)
        return 'Check the input endpoint.';
    if (status === 407)
        return 'The proxy wants credentials: put them into HTTPS_PROXY.';
    return status === 429 ? (adviceByCode['OverRateLimit'] ?? '') : '';
}

;// CONCATENATED MODULE: ./src/clock.ts
const systemClock = {
    now: () => new Date(),
    elapsedMs: () => performance.now(),
    sleep: (durationMs, signal) => new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const wake = () => {
            signal.removeEventListener('abort', stop);
            resolve();
        };
        const timer = setTimeout(wake, durationMs);
        const stop = () => {
            clearTimeout(timer);
            reject(toError(signal.reason));
        };
        signal.addEventListener('abort', stop, { once: true });
    }),
    random: () => Math.random(),
};
/** `90 s` below two minutes, then `2 min` or `2 min 5 s`. */
function durationText(durationMs) {
    const seconds = Math.round(durationMs / 1000);
    if (durationMs < 10_000)
        return `${(durationMs / 1000).toFixed(1).replace(/\.0$/, '')} s`;
    if (seconds < 120)
        return `${seconds} s`;
    const rest = seconds % 60;
    const minutes = `${Math.floor(seconds / 60)} min`;
    return rest === 0 ? minutes : `${minutes} ${rest} s`;
}
function toError(reason) {
    return reason instanceof Error ? reason : new Error(String(reason));
}

// EXTERNAL MODULE: ./src/errors.ts
var errors = __nccwpck_require__(3916);
;// CONCATENATED MODULE: ./src/retry.ts
const createPolicy = {
    maxAttempts: 6,
    maxElapsedMs: 180_000,
    firstBackoffMs: 500,
    maxBackoffMs: 20_000,
    maxRetryAfterMs: 60_000,
};
const verdicts = {
    RequestExpired: 'again with its clock',
    RequestTimeTooSkewed: 'again with its clock',
    SignatureTimestampExpired: 'again with its clock',
    OverRateLimit: 'again',
    ServiceInternalError: 'again',
    InternalError: 'again',
    InternalServerError: 'again',
    BadGateway: 'again',
    ServiceUnavailable: 'again',
    GatewayTimeout: 'again',
};
/** By the code where it is a known one, else by the status; without an answer, what the network says. */
function verdictOn({ status, code, isTransient }) {
    if (status === undefined)
        return isTransient ? 'again' : 'final';
    const byCode = Object.hasOwn(verdicts, code) ? verdicts[code] : undefined;
    if (byCode !== undefined)
        return byCode;
    const isServers = status >= 500 || status < 300;
    return isTransient && (isServers || status === 408 || status === 429) ? 'again' : 'final';
}
/** Turned away before it was looked at, so that nothing was done. */
function isTurnedAway({ status, code }) {
    return status === 429 || code === 'OverRateLimit';
}
/**
 * How long to wait before the next attempt; undefined where there is none. Full jitter, so that runs
 * that failed together do not come back together, on top of what `Retry-After` asks for.
 * Only the time limits how often a call is turned away by the rate limit: when many pipelines start
 * at once, waiting one's turn is no failure.
 */
function waitBeforeNext(policy, tried, failure, random) {
    if (tried.attempts >= policy.maxAttempts)
        return undefined;
    const doublings = tried.attempts + tried.turnedAway - 1;
    const backoffMs = Math.min(policy.maxBackoffMs, policy.firstBackoffMs * 2 ** doublings);
    const askedMs = Math.min(policy.maxRetryAfterMs, failure.retryAfterMs ?? 0);
    const waitMs = askedMs + random * backoffMs;
    return tried.elapsedMs + waitMs < policy.maxElapsedMs ? waitMs : undefined;
}
/** `Retry-After`, in seconds or as a date; undefined where it is absent or makes no sense. */
function parseRetryAfter(header, now) {
    const text = header?.trim() ?? '';
    if (/^[0-9]{1,9}$/.test(text))
        return Number(text) * 1000;
    const date = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN;
    return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: ./src/signer.ts

/** RFC 3986: `encodeURIComponent` leaves five reserved characters as they are, bce-auth-v1 does not. */
function uriEncode(text) {
    return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
function canonicalUriOf(path) {
    return path === '' ? '/' : path.split('/').map(uriEncode).join('/');
}
function canonicalQueryStringOf(query) {
    return Object.entries(query)
        .filter(([name]) => name.toLowerCase() !== 'authorization')
        .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
        .sort()
        .join('&');
}
function canonicalHeadersOf(headers, headersToSign) {
    return Object.entries(headers)
        .map(([name, value]) => [name.toLowerCase(), value.trim()])
        .filter(([name, value]) => value !== '' && headersToSign.includes(name))
        .map(([name, value]) => `${uriEncode(name)}:${uriEncode(value)}`)
        .sort()
        .join('\n');
}
function canonicalRequestOf(request, headersToSign) {
    return [
        request.method.toUpperCase(),
        canonicalUriOf(request.path),
        canonicalQueryStringOf(request.query),
        canonicalHeadersOf(request.headers, headersToSign),
    ].join('\n');
}
/** `bce-auth-v1/{accessKeyId}/{timestamp}/{expireSeconds}`: what the signing key is made from. */
function authStringPrefixOf(options) {
    const { credentials, timestamp, expireSeconds } = options;
    return `bce-auth-v1/${credentials.accessKeyId}/${timestamp}/${expireSeconds}`;
}
/** 64 hex digits. The digits as text, not the bytes they stand for, are the key of the next step. */
function signingKeyOf(secretAccessKey, authStringPrefix) {
    return hmacSha256Hex(secretAccessKey, authStringPrefix);
}
/** The value of the `Authorization` header. */
function authorizationOf(request, options) {
    const prefix = authStringPrefixOf(options);
    const signingKey = signingKeyOf(options.credentials.secretAccessKey, prefix);
    const signature = hmacSha256Hex(signingKey, canonicalRequestOf(request, options.headersToSign));
    return `${prefix}/${options.headersToSign.toSorted().join(';')}/${signature}`;
}
/** The instant as bce-auth-v1 writes it: UTC, no milliseconds. */
function timestampOf(instant) {
    return instant.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
function hmacSha256Hex(key, text) {
    return (0,external_node_crypto_namespaceObject.createHmac)('sha256', key).update(text).digest('hex');
}

;// CONCATENATED MODULE: ./src/transport.ts


/** No answer that could be read. */
class TransportError extends Error {
    name = 'TransportError';
    /** Whether the request may have reached the server, and may have taken effect there. */
    mayHaveArrived;
    /** Whether the same could go better a moment later: a certificate is as wrong then as now. */
    isTransient;
    constructor(message, facts) {
        super(message, { cause: facts.cause });
        this.mayHaveArrived = facts.mayHaveArrived;
        this.isTransient = facts.isTransient;
    }
}
/**
 * Opens no socket yet. `node:http` and `node:https` are taken from the process, not imported: an ES
 * import reads every export, and one of them (`http.WebSocket`) loads all of undici, 20 ms.
 */
function connectionTo(endpoint, proxyEnv) {
    const protocol = endpoint.secure
        ? process.getBuiltinModule('node:https')
        : process.getBuiltinModule('node:http');
    const usesProxy = !endpoint.isLoopback && hasProxy(proxyEnv);
    if (usesProxy)
        requireProxySupport(process.versions.node);
    const agent = new protocol.Agent({
        keepAlive: true,
        ...(usesProxy && { proxyEnv: { ...proxyEnv } }),
    });
    return {
        send: (request, limits, signal) => exchange(request, () => protocol.request({
            host: endpoint.hostname,
            port: endpoint.port,
            method: request.method,
            path: request.target,
            headers: { ...request.headers, host: endpoint.host },
            agent,
        }), limits, signal),
        close: () => {
            agent.destroy();
        },
    };
}
function hasProxy(proxyEnv) {
    return ['HTTPS_PROXY', 'https_proxy'].some((name) => (proxyEnv[name] ?? '') !== '');
}
/** An older Node would pass the proxy over without a word. */
function requireProxySupport(version) {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > 24 || (major === 24 && minor >= 5))
        return;
    throw new errors/* UserError */.yo(`HTTPS_PROXY is set, and this runner's Node ${version} can't use it: 24.5 or later can. Update the runner, or unset HTTPS_PROXY if BEC can be reached directly.`);
}
function exchange(request, open, limits, signal) {
    return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        let isConnected = false;
        const outgoing = open();
        const connectTimer = setTimeout(() => {
            if (!isConnected)
                fail(`no connection within ${limits.connectMs / 1000} s`);
        }, limits.connectMs);
        const attemptTimer = setTimeout(() => {
            fail(`no complete answer within ${limits.attemptMs / 1000} s`);
        }, limits.attemptMs);
        signal.addEventListener('abort', cancel, { once: true });
        function settle() {
            clearTimeout(connectTimer);
            clearTimeout(attemptTimer);
            signal.removeEventListener('abort', cancel);
        }
        function fail(message, cause, isTransient = true) {
            settle();
            reject(new TransportError(message, { mayHaveArrived: isConnected, isTransient, cause }));
            outgoing.destroy();
        }
        function cancel() {
            fail('cancelled', signal.reason, false);
        }
        function failOf(error) {
            const { message, isTransient } = faultOf(error, request);
            fail(message, error, isTransient);
        }
        function connected() {
            isConnected = true;
            clearTimeout(connectTimer);
        }
        outgoing.on('socket', (socket) => {
            socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
        });
        // Where the socket was connected before (kept alive, or through a proxy), this comes first.
        outgoing.on('finish', connected);
        outgoing.on('error', failOf);
        outgoing.on('response', (incoming) => {
            connected();
            readBody(incoming, limits.maxAnswerBytes).then((body) => {
                settle();
                resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), body });
            }, failOf);
        });
        outgoing.end(request.body);
    });
}
async function readBody(incoming, maxBytes) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of incoming) {
        if (!(chunk instanceof Uint8Array))
            continue;
        bytes += chunk.byteLength;
        if (bytes > maxBytes)
            throw new AnswerTooLarge(`the answer is over ${maxBytes / 1024 ** 2} MiB`);
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
}
class AnswerTooLarge extends Error {
    name = 'AnswerTooLarge';
}
function headersOf(incoming) {
    return Object.fromEntries(Object.entries(incoming.headersDistinct).map(([name, values]) => [
        name,
        (values ?? []).join(', '),
    ]));
}
/** The reason in words, and whether it may pass by itself. */
function faultOf(error, { headers }) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const host = headers['host'] ?? 'the server';
    if (error instanceof AnswerTooLarge)
        return { message, isTransient: true };
    if (code.startsWith('ERR_PROXY_')) {
        const isTransient = code === 'ERR_PROXY_TUNNEL' && !message.includes(' 407');
        return { message: `the proxy gave no way to ${host} (${(0,shown/* shown */.SP)(message)})`, isTransient };
    }
    if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_/.test(code)) {
        return {
            message: `no trusted TLS connection to ${host} (${code}: ${(0,shown/* shown */.SP)(message)}). If its certificate comes from your own authority, name that authority's file in NODE_EXTRA_CA_CERTS`,
            isTransient: false,
        };
    }
    const words = {
        ECONNREFUSED: `${host} refused the connection`,
        ECONNRESET: 'the connection was cut before an answer was complete',
        EPIPE: 'the connection was cut before the request was complete',
        ENOTFOUND: `no address is known for ${host}`,
        EAI_AGAIN: `the address of ${host} could not be looked up`,
        ETIMEDOUT: `no connection to ${host} in time`,
        EHOSTUNREACH: `${host} can't be reached from here`,
        ENETUNREACH: `${host} can't be reached from here`,
    };
    return { message: words[code] ?? (0,shown/* shown */.SP)(message), isTransient: true };
}

;// CONCATENATED MODULE: ./src/client.ts








const limits = { connectMs: 10_000, attemptMs: 30_000, maxAnswerBytes: 1024 ** 2 };
const expireSeconds = 1800;
/** A call that did not succeed, after all its attempts. */
class CallError extends errors/* UserError */.yo {
    name = 'CallError';
    code;
    status;
    requestId;
    /** Whether one of the attempts may have done what was asked, though nothing tells so. */
    mayHaveTakenEffect;
    constructor(call, end, facts) {
        const { failure, reason, requestId } = end;
        const attempts = facts.attempts > 1 ? ` after ${facts.attempts} attempts` : '';
        const request = requestId === '' ? '' : ` (request id ${(0,shown/* shown */.SP)(requestId, 80)})`;
        super(`${call.method} ${call.path} failed${attempts}: ${reason}${request}.${adviceOn(failure.code, failure.status)}`, { cause: facts.cause });
        this.code = failure.code;
        this.status = failure.status;
        this.requestId = requestId;
        this.mayHaveTakenEffect = facts.mayHaveTakenEffect;
    }
}
/** Stopped from outside, in the middle of a call. */
class CancelledCallError extends errors/* CancelledError */.cc {
    mayHaveTakenEffect;
    constructor(signal, mayHaveTakenEffect) {
        super(signal);
        this.mayHaveTakenEffect = mayHaveTakenEffect;
    }
}
function createClient(options) {
    const { clock, log, warn } = options;
    /** By how much the server's clock is ahead, once an answer has shown that it matters. */
    let clockOffsetMs;
    async function call(request, policy, signal) {
        const start = clock.elapsedMs();
        let attempts = 0;
        let turnedAway = 0;
        let mayHaveTakenEffect = false;
        for (;;) {
            const elapsedMs = clock.elapsedMs() - start;
            const attemptMs = Math.min(limits.attemptMs, Math.max(1000, policy.maxElapsedMs - elapsedMs));
            const now = new Date(clock.now().getTime() + (clockOffsetMs ?? 0));
            const signed = signedRequest(request, options, now);
            const end = await attempt(request, signed, { ...limits, attemptMs }, signal);
            if (end.kind === 'success')
                return end;
            mayHaveTakenEffect ||= end.mayHaveTakenEffect;
            if (isTurnedAway(end.failure))
                turnedAway++;
            else
                attempts++;
            if (signal.aborted)
                throw cancelled(signal, mayHaveTakenEffect);
            const facts = { attempts: attempts + turnedAway, mayHaveTakenEffect, cause: end.cause };
            const verdict = verdictOn(end.failure);
            if (verdict === 'again with its clock' && healClock(end))
                continue;
            const tried = { attempts, turnedAway, elapsedMs: clock.elapsedMs() - start };
            const waitMs = verdict === 'again'
                ? waitBeforeNext(policy, tried, end.failure, clock.random())
                : undefined;
            if (waitMs === undefined)
                throw new CallError(request, end, facts);
            log(attemptText(facts.attempts, end, waitMs));
            await clock.sleep(waitMs, signal).catch(() => {
                throw cancelled(signal, mayHaveTakenEffect);
            });
        }
    }
    /** Once: a second answer of this kind has another reason. */
    function healClock({ serverDate }) {
        if (serverDate === undefined || clockOffsetMs !== undefined)
            return false;
        clockOffsetMs = serverDate.getTime() - clock.now().getTime();
        const off = durationText(Math.abs(clockOffsetMs));
        warn(`This runner's clock is ${off} ${clockOffsetMs > 0 ? 'slow' : 'fast'} by BEC's; the request is signed anew with BEC's time. Set the clock right: other services will refuse it too.`);
        return true;
    }
    async function attempt(request, signed, attemptLimits, signal) {
        let response;
        try {
            response = await options.connection.send(signed, attemptLimits, signal);
        }
        catch (error) {
            if (!(error instanceof TransportError))
                throw error;
            return lostAttempt(error);
        }
        const answer = parseAnswer(response);
        if (answer.kind === 'success') {
            const value = request.parse(answer.body);
            if (value !== undefined)
                return { kind: 'success', value, requestId: answer.requestId };
        }
        return failedAttempt(answer, response.headers, clock.now());
    }
    return { call };
}
function lostAttempt(error) {
    return {
        kind: 'failure',
        failure: {
            status: undefined,
            code: '',
            isTransient: error.isTransient,
            retryAfterMs: undefined,
        },
        reason: error.message,
        requestId: '',
        mayHaveTakenEffect: error.mayHaveArrived,
        serverDate: undefined,
        cause: error,
    };
}
function failedAttempt(answer, headers, now) {
    const { status, requestId } = answer;
    const isRefusal = answer.kind === 'refusal';
    const serverDate = new Date(headers['date'] ?? '');
    return {
        kind: 'failure',
        failure: {
            status,
            code: isRefusal ? answer.code : '',
            // A plain no (`result: false`) will be the same the next time; an answer that can't be read need not.
            isTransient: !(isRefusal && status < 300),
            retryAfterMs: parseRetryAfter(headers['retry-after'], now),
        },
        reason: reasonOf(answer),
        requestId,
        mayHaveTakenEffect: status >= 500 || (status < 300 && !isRefusal),
        serverDate: Number.isNaN(serverDate.getTime()) ? undefined : serverDate,
        cause: undefined,
    };
}
function reasonOf(answer) {
    switch (answer.kind) {
        case 'success':
            return `HTTP ${answer.status}, but the answer does not hold what was asked for`;
        case 'unreadable':
            return `HTTP ${answer.status}, but ${answer.reason}`;
        case 'refusal': {
            const code = answer.code === '' ? '' : ` ${(0,shown/* shown */.SP)(answer.code, 80)}`;
            const message = answer.message === '' ? '' : `: ${(0,shown/* shown */.SP)(answer.message)}`;
            return `HTTP ${answer.status}${code}${message}`;
        }
    }
}
function attemptText(attempt, { reason, requestId }, waitMs) {
    const request = requestId === '' ? '' : ` (request id ${(0,shown/* shown */.SP)(requestId, 80)})`;
    return `Attempt ${attempt}: ${reason}${request}. The next one in ${durationText(waitMs)}.`;
}
function cancelled({ reason }, mayHaveTakenEffect) {
    const signalName = reason instanceof errors/* CancelledError */.cc ? reason.signal : 'abort';
    return new CancelledCallError(signalName, mayHaveTakenEffect);
}
/** BEC's pages: the API signs host and x-bce-date only; with STS credentials the session token too. */
function signedRequest({ method, path, query, body }, { endpoint, credentials }, now) {
    const timestamp = timestampOf(now);
    const { sessionToken } = credentials;
    const signedHeaders = {
        host: endpoint.host,
        'x-bce-date': timestamp,
        ...(sessionToken !== undefined && { 'x-bce-security-token': sessionToken }),
    };
    const authorization = authorizationOf({ method, path, query, headers: signedHeaders }, { credentials, timestamp, expireSeconds, headersToSign: Object.keys(signedHeaders) });
    const queryString = canonicalQueryStringOf(query);
    return {
        method,
        target: canonicalUriOf(path) + (queryString === '' ? '' : `?${queryString}`),
        headers: {
            ...signedHeaders,
            authorization,
            accept: 'application/json',
            'user-agent': 'bec-create',
            ...(body !== undefined && {
                'content-type': 'application/json; charset=utf-8',
                'content-length': String(Buffer.byteLength(body)),
            }),
        },
        body,
    };
}

;// CONCATENATED MODULE: ./src/client-token.ts



/**
 * `bec-<run id>-<32 hex digits>`: the same for every attempt at the same step, so that a retry or a
 * re-run finds the service it made before, and another for everything else. Neither the attempt nor
 * the body is in it: a re-run with another body is to be refused (IdempotentParameterMismatch),
 * not to make a second service.
 */
function clientTokenOf(run, matrix, serviceName) {
    if (!/^[0-9]{1,20}$/.test(run.runId)) {
        throw new errors/* UserError */.yo(`GITHUB_RUN_ID is ${run.runId === '' ? 'not set' : (0,shown/* quoted */.TL)(run.runId)}, so no token can be made from it: outside GitHub Actions, set the input client-token.`);
    }
    const identity = [
        run.serverUrl,
        run.repositoryId,
        run.runId,
        run.job,
        run.step,
        matrix,
        serviceName,
    ];
    const digest = (0,external_node_crypto_namespaceObject.createHash)('sha256').update(JSON.stringify(identity)).digest('hex');
    return `bec-${run.runId}-${digest.slice(0, 32)}`;
}
/** One text for one leg of a matrix, however its keys are ordered; empty where there is no matrix. */
function parseMatrix(json) {
    if (json.trim() === '')
        return '';
    try {
        const text = JSON.stringify(withSortedKeys(JSON.parse(json)));
        return text === 'null' || text === '{}' ? '' : text;
    }
    catch (cause) {
        throw new errors/* UserError */.yo(`Input matrix is ${(0,shown/* quoted */.TL)(json)}, not JSON. It is not meant to be set: leave it out.`, { cause });
    }
}
/** The token that the user gives: sent as it is, so it must fit the API's rule. */
function parseClientToken(token) {
    if (/^[\x21-\x7e]{1,64}$/.test(token))
        return token;
    throw new errors/* UserError */.yo(`Input client-token is ${(0,shown/* quoted */.TL)(token)} (${token.length} characters): BEC takes 1 to 64 ASCII characters, without spaces.`);
}
function withSortedKeys(value) {
    if (Array.isArray(value))
        return value.map(withSortedKeys);
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, inner]) => [key, withSortedKeys(inner)]));
}

;// CONCATENATED MODULE: ./src/service.ts

/**
 * Reads a service out of an answer. The pages disagree on how deep it lies: in `details` after a
 * create, bare or in `result` from the detail call. Undefined without an id that can be an id: it
 * goes into paths and outputs, and a service that can't be named was not found.
 */
function parseService(body) {
    const details = toFields(body['details']) ?? toFields(body['result']) ?? body;
    const serviceId = textOf(details['serviceId']);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(serviceId))
        return undefined;
    return {
        serviceId,
        serviceName: textOf(details['serviceName']),
        status: textOf(details['status']).toUpperCase(),
        totalPods: countOf(details['totalPods']) ?? 0,
        runningPods: countOf(details['runningPods']) ?? 0,
        deployInstances: listOf(details['deployInstances']).map((instance) => ({
            regionId: textOf(instance['regionId']),
            status: textOf(instance['status']).toUpperCase(),
            runningPods: countOf(instance['runningPods']),
            replicas: countOf(instance['replicas']),
        })),
        details,
    };
}
/** The objects in a list; of anything else, none. */
function listOf(value) {
    if (!Array.isArray(value))
        return [];
    return value.map(toFields).filter((item) => item !== undefined);
}
/** A whole number, also where it comes as text. */
function countOf(value) {
    const text = textOf(value);
    return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}

;// CONCATENATED MODULE: ./src/create.ts





/**
 * `POST /v2/service/create`, once: the token and the body are the same in every attempt, so whatever
 * gets lost on the way, BEC makes one service of them.
 * @throws UserError that says whether the service may exist
 */
async function createService(client, request, signal) {
    const { clientToken, body } = request;
    try {
        const created = await client.call({
            method: 'POST',
            path: '/v2/service/create',
            query: { clientToken },
            body: JSON.stringify(body),
            parse: parseService,
        }, createPolicy, signal);
        requireSameService(created.value, request);
        return created;
    }
    catch (error) {
        if (error instanceof CancelledCallError) {
            throw new errors/* CancelledError */.cc(error.signal, existenceText(error.mayHaveTakenEffect, request));
        }
        if (!(error instanceof CallError))
            throw error;
        const text = error.code === 'IdempotentParameterMismatch'
            ? ''
            : ` ${existenceText(error.mayHaveTakenEffect, request)}`;
        throw new errors/* UserError */.yo(`${error.message}${text}`, { cause: error });
    }
}
function existenceText(mayExist, { clientToken, serviceName }) {
    return mayExist
        ? `The service ${(0,shown/* quoted */.TL)(serviceName)} may exist, and be billed, though no answer says so. Re-run this job: it asks with the same token (${clientToken}), so it finds that service instead of making a second one. BEC remembers a token for 24 hours.`
        : 'No service was created.';
}
/** A token that met another service (one reused in client-token, say) must not end green. */
function requireSameService(service, { serviceName, body, clientToken }) {
    const asked = regionsOf(body['deployInstances']);
    const strangers = service.deployInstances
        .map(({ regionId }) => regionId)
        .filter((region) => region !== '' && !asked.includes(region.toLowerCase()));
    const differences = [
        ...(service.serviceName === '' || service.serviceName === serviceName
            ? []
            : [`it is named ${(0,shown/* quoted */.TL)(service.serviceName)}, not ${(0,shown/* quoted */.TL)(serviceName)}`]),
        ...(asked.length === 0 || strangers.length === 0
            ? []
            : [`it runs in ${(0,shown/* listed */.KE)(strangers.map(shown/* quoted */.TL))}, which this spec does not name`]),
    ];
    if (differences.length === 0)
        return;
    throw new errors/* UserError */.yo(`BEC answered with another service, ${service.serviceId}: ${differences.join(', and ')}. The token ${clientToken} was used for that one before. It was left as it is; to create this service, start a new run, or set client-token.`);
}
/** Empty as soon as one place is not named by its id: which ids are its, only BEC knows. */
function regionsOf(deployInstances) {
    if (!Array.isArray(deployInstances))
        return [];
    const instances = deployInstances;
    const ids = instances.map((instance) => typeof instance === 'object' && instance !== null && 'regionId' in instance
        ? String(instance.regionId).toLowerCase()
        : '');
    return ids.includes('') ? [] : ids;
}

;// CONCATENATED MODULE: ./src/image-version.ts


/**
 * The version of the image that was built from this commit: the input, else the tag's name, else the
 * commit's full SHA.
 * It is never rewritten, since it must equal what was pushed: a name that no registry takes is refused.
 */
function imageVersionOf(run, input, dryRun) {
    if (input !== '')
        return checked(input, 'Input image-version');
    if (buildsAnotherCommit(run.eventName))
        return ofAnotherCommit(run, dryRun);
    if (run.refType === 'tag')
        return checked(run.refName, `The tag's name`);
    if (run.sha === '') {
        throw new errors/* UserError */.yo('GITHUB_SHA is not set, so the image version is unknown: set the input image-version.');
    }
    return checked(run.sha, 'GITHUB_SHA');
}
/** In these events GITHUB_SHA is a merge commit, or the default branch: no image was built from it. */
function buildsAnotherCommit(eventName) {
    return eventName.startsWith('pull_request') || eventName === 'workflow_run';
}
function ofAnotherCommit(run, dryRun) {
    const reason = `In a ${(0,shown/* shown */.SP)(run.eventName)} event GITHUB_SHA is not the commit whose image was built`;
    if (dryRun && run.sha !== '') {
        return {
            ...checked(run.sha, 'GITHUB_SHA'),
            warning: `${reason}: this dry run shows ${run.sha} in its place. A deployment needs the input image-version.`,
        };
    }
    throw new errors/* UserError */.yo(`${reason}, so the version can't come from it. Set the input image-version, for instance to \${{ steps.meta.outputs.version }} of docker/metadata-action.`);
}
function checked(value, origin) {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(value)) {
        throw new errors/* UserError */.yo(`${origin} is ${(0,shown/* quoted */.TL)(value)}, which is no valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - not starting with . or -.${suggestionFor(value)}`);
    }
    if (value !== 'latest')
        return { value };
    return {
        value,
        warning: 'The image version is "latest": nobody can tell later which image this service runs, and a restart can change it. Prefer a version of its own for every commit.',
    };
}
function suggestionFor(value) {
    const tag = value
        .replace(/[^A-Za-z0-9_.-]+/g, '-')
        .replace(/^[.-]+/, '')
        .slice(0, 128);
    if (tag === '')
        return '';
    return ` If the image was pushed as ${(0,shown/* quoted */.TL)(tag)}, set the input image-version to that.`;
}

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 11 modules
var core = __nccwpck_require__(2413);
;// CONCATENATED MODULE: ./src/credentials.ts


/** In this order: the inputs, the names of Baidu's command line, those of its Terraform provider. */
const sources = [
    {
        accessKeyId: 'INPUT_ACCESS-KEY-ID',
        secretAccessKey: 'INPUT_SECRET-ACCESS-KEY',
        sessionToken: 'INPUT_SESSION-TOKEN',
    },
    {
        accessKeyId: 'BCE_ACCESS_KEY_ID',
        secretAccessKey: 'BCE_SECRET_ACCESS_KEY',
        sessionToken: 'BCE_SECURITY_TOKEN',
    },
    {
        accessKeyId: 'BAIDUCLOUD_ACCESS_KEY',
        secretAccessKey: 'BAIDUCLOUD_SECRET_KEY',
        sessionToken: 'BAIDUCLOUD_SESSION_TOKEN',
    },
];
/** All that may be secret in these places, used or not: to be masked before anything else happens. */
function credentialTexts(environment) {
    return sources
        .flatMap((source) => [source.accessKeyId, source.secretAccessKey, source.sessionToken])
        .flatMap((name) => [environment[name] ?? '', (environment[name] ?? '').trim()])
        .filter((text) => text.trim() !== '');
}
/**
 * The first source that has anything, whole: parts of two key pairs never mix.
 * @throws UserError where there is none, or where it is incomplete
 */
function parseCredentials(environment) {
    const valueOf = (name) => (environment[name] ?? '').trim();
    const source = sources.find(({ accessKeyId, secretAccessKey, sessionToken }) => [accessKeyId, secretAccessKey, sessionToken].some((name) => valueOf(name) !== ''));
    if (source === undefined)
        throw new errors/* UserError */.yo(missingText);
    const missing = [source.accessKeyId, source.secretAccessKey].filter((name) => valueOf(name) === '');
    if (missing.length > 0) {
        const { accessKeyId, secretAccessKey, sessionToken } = source;
        const present = [accessKeyId, secretAccessKey, sessionToken].filter((name) => valueOf(name) !== '');
        throw new errors/* UserError */.yo(`${(0,shown/* listed */.KE)(present.map(shownName))} is set, but ${(0,shown/* listed */.KE)(missing.map(shownName))} is empty. All parts come from one place: the inputs, BCE_*, or BAIDUCLOUD_*. ${forkText}`);
    }
    const sessionToken = valueOf(source.sessionToken);
    return {
        accessKeyId: headerText(source.accessKeyId, valueOf(source.accessKeyId)),
        secretAccessKey: headerText(source.secretAccessKey, valueOf(source.secretAccessKey)),
        ...(sessionToken !== '' && { sessionToken: headerText(source.sessionToken, sessionToken) }),
    };
}
/** They go into a header, or make what goes there; a line break in one is a copy gone wrong. */
function headerText(name, value) {
    if (/^[\x21-\x7e]+$/.test(value))
        return value;
    throw new errors/* UserError */.yo(`${shownName(name)} holds a space, a line break or a character outside ASCII, which no key has: copy it anew.`);
}
function shownName(name) {
    return name.startsWith('INPUT_') ? `input ${name.slice('INPUT_'.length).toLowerCase()}` : name;
}
const forkText = 'Runs for pull requests from forks get no secrets; there, use dry-run: true, which needs none.';
const missingText = `There are no credentials. Set the inputs access-key-id and secret-access-key from secrets, or BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY in env. ${forkText}`;

;// CONCATENATED MODULE: ./src/endpoint.ts


/** `https://host[:port]`, or http for a server on this machine: the body is not signed, TLS protects it. */
function parseEndpoint(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const problem = url === undefined ? 'no URL' : problemOf(url);
    if (url === undefined || problem !== undefined) {
        throw new errors/* UserError */.yo(`Input endpoint is ${url?.password ? 'a URL with a password in it' : (0,shown/* quoted */.TL)(text)}: ${problem}. It takes the form https://bec.baidubce.com.`);
    }
    const secure = url.protocol === 'https:';
    return {
        secure,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
        host: url.host,
        isLoopback: isLoopback(url.hostname),
    };
}
function problemOf(url) {
    if (url.username !== '' || url.password !== '')
        return 'it holds credentials, which have inputs of their own';
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
        return 'it has more than a host and a port';
    if (url.protocol === 'https:')
        return undefined;
    if (url.protocol !== 'http:')
        return `${url.protocol} is not https:`;
    return isLoopback(url.hostname)
        ? undefined
        : 'plain http is taken for this machine only (127.0.0.1, ::1, localhost)';
}
function isLoopback(hostname) {
    return (hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname));
}

// EXTERNAL MODULE: ./src/report.ts
var report = __nccwpck_require__(665);
;// CONCATENATED MODULE: ./src/run.ts
/** @see https://docs.github.com/actions/reference/workflows-and-actions/variables */
function parseRun(env) {
    const of = (name) => env[name] ?? '';
    return {
        serverUrl: of('GITHUB_SERVER_URL'),
        apiUrl: of('GITHUB_API_URL'),
        repository: of('GITHUB_REPOSITORY'),
        repositoryId: env['GITHUB_REPOSITORY_ID'] ?? of('GITHUB_REPOSITORY'),
        repositoryOwner: of('GITHUB_REPOSITORY_OWNER'),
        workflow: of('GITHUB_WORKFLOW'),
        runId: of('GITHUB_RUN_ID'),
        runNumber: of('GITHUB_RUN_NUMBER'),
        runAttempt: of('GITHUB_RUN_ATTEMPT'),
        job: of('GITHUB_JOB'),
        step: of('GITHUB_ACTION'),
        actor: of('GITHUB_ACTOR'),
        eventName: of('GITHUB_EVENT_NAME'),
        ref: of('GITHUB_REF'),
        refName: of('GITHUB_REF_NAME'),
        refType: of('GITHUB_REF_TYPE'),
        sha: of('GITHUB_SHA'),
        workspace: of('GITHUB_WORKSPACE'),
        temp: of('RUNNER_TEMP'),
    };
}

;// CONCATENATED MODULE: ./src/inputs.ts








/** Masks what is secret first: an error about one input may come before another is looked at. */
function readInputs() {
    const environment = process.env;
    for (const text of [...credentialTexts(environment), ...proxyPasswords(environment)]) {
        (0,report/* maskSecret */.$l)(text);
    }
    const dryRun = parseBoolean('dry-run', (0,core/* getInput */.V4)('dry-run'));
    const clientToken = (0,core/* getInput */.V4)('client-token');
    return {
        spec: required('spec', (0,core/* getInput */.V4)('spec')),
        imageVersion: (0,core/* getInput */.V4)('image-version'),
        containers: parseList((0,core/* getInput */.V4)('containers')),
        credentials: dryRun ? undefined : parseCredentials(environment),
        endpoint: parseEndpoint(required('endpoint', (0,core/* getInput */.V4)('endpoint'))),
        clientToken: clientToken === '' ? undefined : parseClientToken(clientToken),
        strict: parseBoolean('strict', (0,core/* getInput */.V4)('strict')),
        dryRun,
        matrix: parseMatrix((0,core/* getInput */.V4)('matrix')),
        run: parseRun(environment),
        environment,
    };
}
/** YAML 1.2's booleans, as GitHub's own toolkit takes them. */
function parseBoolean(name, text) {
    if (/^(?:true|True|TRUE)$/.test(text))
        return true;
    if (/^(?:false|False|FALSE)$/.test(text))
        return false;
    throw new errors/* UserError */.yo(`Input ${name} is ${(0,shown/* quoted */.TL)(text)}; it takes true or false.`);
}
/** One entry a line; blank lines don't count. */
function parseList(text) {
    return text
        .split(/\r\n|[\r\n]/)
        .map((line) => line.trim())
        .filter((line) => line !== '');
}
function required(name, text) {
    if (text !== '')
        return text;
    throw new errors/* UserError */.yo(`Input ${name} is empty. Leave it out to get its default.`);
}
/** `HTTPS_PROXY=http://user:password@proxy:3128`: as it is written there, and as it is meant. */
function proxyPasswords(environment) {
    return ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].flatMap((name) => {
        const [, password] = /^[a-z]+:\/\/[^/@]*?:([^/]*)@/i.exec(environment[name] ?? '') ?? [];
        if (password === undefined || password === '')
            return [];
        try {
            return [password, decodeURIComponent(password)];
        }
        catch {
            return [password];
        }
    });
}

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");
;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./src/spec-file.ts





const maxBytes = 1024 ** 2;
/**
 * Reads the spec, from the workspace or RUNNER_TEMP and nowhere else, wherever links lead.
 * Undefined where the workspace is empty: nothing is checked out.
 * @throws UserError with the likely reason where it can't be read
 */
function readSpecFile(path, { workspace, temp }) {
    const root = workspace === '' ? process.cwd() : workspace;
    const wanted = (0,external_node_path_namespaceObject.resolve)(root, path);
    let file;
    try {
        file = (0,external_node_fs_namespaceObject.realpathSync)(wanted);
    }
    catch (cause) {
        requireInside(nearestFolder(wanted), path, [root, temp]);
        if (isEmptyFolder(root) && isInside(wanted, root))
            return undefined;
        throw new errors/* UserError */.yo(spec_file_missingText(path, wanted, root), { cause });
    }
    requireInside(file, path, [root, temp]);
    const { size } = requireFile(file, path);
    if (size > maxBytes) {
        throw new errors/* UserError */.yo(`${(0,shown/* quoted */.TL)(path)} has ${size} bytes; a spec has at most 1 MiB.`);
    }
    return { path: shownPath(wanted, root), text: decodeSpec((0,external_node_fs_namespaceObject.readFileSync)(file), path) };
}
/** UTF-8, with or without a byte order mark. */
function decodeSpec(bytes, path) {
    if (!(0,external_node_buffer_namespaceObject.isUtf8)(bytes)) {
        const line = firstInvalidLine(bytes);
        const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
        throw new errors/* UserError */.yo(`${(0,shown/* quoted */.TL)(path)} is not UTF-8${isUtf16 ? ' but UTF-16' : ` (line ${line})`}. Save it as UTF-8.`);
    }
    return Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, '');
}
function firstInvalidLine(bytes) {
    let line = 1;
    let start = 0;
    for (;;) {
        const newline = bytes.indexOf(10, start);
        const end = newline === -1 ? bytes.length : newline;
        if (newline === -1 || !(0,external_node_buffer_namespaceObject.isUtf8)(bytes.subarray(start, end)))
            return line;
        start = end + 1;
        line++;
    }
}
function requireInside(file, path, folders) {
    const roots = folders.filter((folder) => folder !== '').map(realFolder);
    if (roots.some((root) => isInside(file, root)))
        return;
    throw new errors/* UserError */.yo(`${(0,shown/* quoted */.TL)(path)} leads out of the workspace${file === (0,external_node_path_namespaceObject.resolve)(path) ? '' : `, to ${(0,shown/* quoted */.TL)(file)}`}. A spec lies in the workspace or in RUNNER_TEMP.`);
}
function isInside(file, folder) {
    const path = (0,external_node_path_namespaceObject.relative)(folder, file);
    return path !== '..' && !path.startsWith(`..${external_node_path_namespaceObject.sep}`) && !(0,external_node_path_namespaceObject.isAbsolute)(path);
}
function requireFile(file, path) {
    const stat = (0,external_node_fs_namespaceObject.statSync)(file);
    if (stat.isFile())
        return stat;
    throw new errors/* UserError */.yo(`${(0,shown/* quoted */.TL)(path)} is ${stat.isDirectory() ? 'a folder' : 'no regular file'}; input spec takes the path of a file.`);
}
function spec_file_missingText(path, wanted, root) {
    const text = `There is no file ${(0,shown/* quoted */.TL)(path)}`;
    const names = namesIn((0,external_node_path_namespaceObject.dirname)(wanted));
    const name = (0,external_node_path_namespaceObject.basename)(wanted);
    const sameName = names?.find((other) => other.toLowerCase() === name.toLowerCase());
    const otherEnding = names?.find((other) => other !== name && withoutEnding(other) === withoutEnding(name));
    const found = sameName ?? otherEnding;
    if (found !== undefined) {
        const meant = (0,external_node_path_namespaceObject.relative)(root, (0,external_node_path_namespaceObject.join)((0,external_node_path_namespaceObject.dirname)(wanted), found))
            .split(external_node_path_namespaceObject.sep)
            .join('/');
        const reason = sameName === undefined ? '' : ' Upper and lower case count.';
        return `${text}, but there is ${(0,shown/* quoted */.TL)(meant)}.${reason} Set the input spec to that, or rename the file.`;
    }
    return `${text} in the workspace. Is it committed, and does actions/checkout fetch the folder? Input spec is relative to the repository's top.`;
}
function withoutEnding(name) {
    return name.replace(/\.(?:ya?ml|json)$/i, '').toLowerCase();
}
function namesIn(folder) {
    try {
        return (0,external_node_fs_namespaceObject.readdirSync)(folder);
    }
    catch {
        return undefined;
    }
}
function isEmptyFolder(folder) {
    return (namesIn(folder) ?? []).length === 0;
}
function realFolder(folder) {
    try {
        return (0,external_node_fs_namespaceObject.realpathSync)(folder);
    }
    catch {
        return (0,external_node_path_namespaceObject.resolve)(folder);
    }
}
/** The deepest folder on the way to the file that is there, with the rest of the path behind it. */
function nearestFolder(wanted) {
    const parent = (0,external_node_path_namespaceObject.dirname)(wanted);
    if (parent === wanted)
        return wanted;
    try {
        return (0,external_node_path_namespaceObject.join)((0,external_node_fs_namespaceObject.realpathSync)(parent), (0,external_node_path_namespaceObject.basename)(wanted));
    }
    catch {
        return (0,external_node_path_namespaceObject.join)(nearestFolder(parent), (0,external_node_path_namespaceObject.basename)(wanted));
    }
}
/** As annotations want it: from the repository's top, with slashes. */
function shownPath(wanted, root) {
    return isInside(wanted, root) ? (0,external_node_path_namespaceObject.relative)(root, wanted).split(external_node_path_namespaceObject.sep).join('/') : wanted;
}

;// CONCATENATED MODULE: ./src/spec-tree.ts
function entryOf(map, key) {
    return map.entries.find((entry) => entry.key === key);
}
/** The node's text, where it is a scalar. */
function spec_tree_textOf(node) {
    return node?.kind === 'scalar' ? node.text : undefined;
}
/** `containers[0].envs[2].name` */
function pathText(path) {
    return path.reduce((text, step) => {
        if (typeof step === 'number')
            return `${text}[${step}]`;
        const key = /^[A-Za-z_$][\w$-]*$/.test(step) ? step : JSON.stringify(step);
        return text === '' ? key : `${text}.${key}`;
    }, '');
}
/** The node at the path; undefined where there is none. */
function nodeAt(root, path) {
    return path.reduce((node, step) => {
        if (node?.kind === 'list' && typeof step === 'number')
            return node.items[step];
        return node?.kind === 'map' ? entryOf(node, String(step))?.value : undefined;
    }, root);
}
/** The node at the path, or the nearest above it that is there. */
function placeAt(root, path) {
    let place = { node: root, keyRange: undefined };
    for (const step of path) {
        const next = childOf(place.node, step);
        if (next === undefined)
            return place;
        place = next;
    }
    return place;
}
/** A place for what is said of a whole node: its key, else the start of its text. */
function headingRange(place) {
    if (place.keyRange !== undefined)
        return place.keyRange;
    const { start, end } = place.node.range;
    return place.node.kind === 'scalar' ? { start, end } : { start, end: Math.min(end, start + 1) };
}
function childOf(node, step) {
    if (node.kind === 'list' && typeof step === 'number') {
        const item = node.items[step];
        return item && { node: item, keyRange: undefined };
    }
    if (node.kind === 'map' && typeof step === 'string') {
        const entry = entryOf(node, step) ?? node.emptied?.find((candidate) => candidate.key === step);
        return entry && { node: entry.value, keyRange: entry.keyRange };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/containers.ts


/**
 * The spec with the image version in the containers that take it: those that are named; else those
 * without an `imageVersion` or with `${{ image.version }}` in it; else the only one there is.
 */
function withImageVersion(spec, imageVersion, named) {
    const list = entryOf(spec, 'containers')?.value;
    if (list?.kind !== 'list')
        return { tree: spec, problems: [] };
    const containers = list.items.filter((item) => item.kind === 'map');
    const taking = takingContainers(containers, named);
    const problem = containers_problemOf(containers, named, taking);
    if (problem !== undefined) {
        const range = headingRange(placeAt(spec, ['containers']));
        return {
            tree: spec,
            problems: [{ severity: 'error', range, path: 'containers', message: problem }],
        };
    }
    const items = list.items.map((item) => item.kind === 'map' && taking.includes(item) ? withVersion(item, imageVersion) : item);
    return { tree: withEntry(spec, 'containers', { ...list, items }), problems: [] };
}
function takingContainers(containers, named) {
    if (named.length > 0)
        return containers.filter((container) => named.includes(nameOf(container)));
    const open = containers.filter((container) => holdsVersion(container) || !hasVersion(container));
    return open.length === 0 && containers.length === 1 ? containers : open;
}
function containers_problemOf(containers, named, taking) {
    const names = containers.map(nameOf);
    const unknown = named.filter((name) => !names.includes(name));
    const shownNames = (0,shown/* listed */.KE)(names.map((name) => (name === '' ? 'one without a name' : (0,shown/* quoted */.TL)(name))));
    if (unknown.length > 0) {
        return `Input containers names ${(0,shown/* listed */.KE)(unknown.map(shown/* quoted */.TL))}, which the spec does not have. It has ${shownNames}.`;
    }
    if (taking.length > 0 || containers.length === 0)
        return undefined;
    return `No container takes the image version: every one of ${shownNames} has an imageVersion of its own. Leave it out where the version belongs, write \${{ image.version }} there, or name the containers in the input containers.`;
}
function withVersion(container, imageVersion) {
    if (holdsVersion(container))
        return container;
    const written = entryOf(container, 'imageVersion');
    const range = written?.value.range ?? headingRange({ node: container, keyRange: undefined });
    return withEntry(container, 'imageVersion', {
        kind: 'scalar',
        text: imageVersion,
        plain: false,
        range,
    });
}
function withEntry(map, key, value) {
    const written = entryOf(map, key);
    const entry = { key, keyRange: written?.keyRange ?? value.range, value };
    if (written === undefined)
        return { ...map, entries: [...map.entries, entry] };
    return { ...map, entries: map.entries.map((other) => (other === written ? entry : other)) };
}
function nameOf(container) {
    return spec_tree_textOf(entryOf(container, 'name')?.value) ?? '';
}
function hasVersion(container) {
    const version = entryOf(container, 'imageVersion')?.value;
    return version !== undefined && spec_tree_textOf(version) !== '';
}
function holdsVersion(container) {
    const version = entryOf(container, 'imageVersion')?.value;
    return version?.kind === 'scalar' && version.resolved?.names.includes('image.version') === true;
}

;// CONCATENATED MODULE: ./src/suggestion.ts
/** What people write who come from Kubernetes, Compose or Docker, and what BEC calls it. */
const foreignWords = {
    command: 'commands',
    containerGroup: 'containerGroupName',
    cpus: 'cpu',
    env: 'envs',
    environment: 'envs',
    image: 'imageAddress',
    imagePullSecrets: 'imageRegistrySecrets',
    instances: 'replicas',
    mem: 'memory',
    metadata: 'serviceName',
    mounts: 'volumeMounts',
    path: 'mountPath',
    port: 'containerPort',
    regions: 'deployInstances',
    scale: 'replicas',
    serviceproviders: 'serviceProvider',
    size: 'storageSize',
    tag: 'imageVersion',
    target: 'mountPath',
    version: 'imageVersion',
};
/** The known word that was most likely meant: undefined where none is near. */
function suggestion_suggestionFor(word, known) {
    const folded = fold(word);
    const same = known.find((candidate) => fold(candidate) === folded);
    if (same !== undefined)
        return same;
    const translated = Object.hasOwn(foreignWords, word) ? foreignWords[word] : undefined;
    if (translated !== undefined && known.includes(translated))
        return translated;
    const limit = Math.max(1, Math.floor(folded.length / 3));
    const [nearest] = known
        .map((candidate) => ({ candidate, distance: editDistance(folded, fold(candidate)) }))
        .filter(({ distance }) => distance <= limit)
        .sort((left, right) => left.distance - right.distance);
    return nearest?.candidate;
}
function fold(word) {
    return word.slice(0, 64).toLowerCase().replace(/[-_ ]/g, '');
}
/** Insertions, deletions, replacements and swaps of neighbours between two words. */
function editDistance(left, right) {
    let beforeLast = [];
    let last = Array.from({ length: right.length + 1 }, (_, index) => index);
    for (let row = 1; row <= left.length; row++) {
        const current = [row];
        for (let column = 1; column <= right.length; column++) {
            const same = left[row - 1] === right[column - 1];
            const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
            current.push(Math.min(at(current, column - 1) + 1, at(last, column) + 1, at(last, column - 1) + (same ? 0 : 1), swapped ? at(beforeLast, column - 2) + 1 : Infinity));
        }
        beforeLast = last;
        last = current;
    }
    return at(last, right.length);
}
function at(row, index) {
    return row[index] ?? Infinity;
}

;// CONCATENATED MODULE: ./src/placeholders.ts



/**
 * The tree with its placeholders replaced, in values only. It is the parsed tree, not the text, so
 * that no value can add a key or end a string.
 */
function withPlaceholders(root, source, values) {
    const problems = [];
    const secrets = [];
    function resolve(node, path) {
        switch (node.kind) {
            case 'scalar':
                return node.text.includes('${{') ? resolveText(node, path) : node;
            case 'list':
                return { ...node, items: node.items.map((item, index) => resolve(item, [...path, index])) };
            case 'map':
                return resolveMap(node, path);
        }
    }
    function resolveMap(map, path) {
        const entries = map.entries.map((entry) => ({
            ...entry,
            value: resolve(entry.value, [...path, entry.key]),
        }));
        return { ...map, entries };
    }
    function resolveText(node, path) {
        const parts = partsOf(node.text);
        const placeholders = parts.filter((part) => typeof part !== 'string');
        const resolutions = parts.map((part) => typeof part === 'string' ? { text: part } : resolutionOf(part, values));
        const text = resolutions.map((resolution) => resolution.text).join('');
        if (placeholders.length === 0)
            return { ...node, text };
        let index = -1;
        for (const [place, resolution] of resolutions.entries()) {
            if (typeof parts[place] !== 'string')
                index++;
            if (resolution.problem !== undefined) {
                const range = rangeOfPlaceholder(source, node, index);
                problems.push({ ...resolution.problem, range, path: pathText(path) });
            }
            else if (resolution.secret === true)
                secrets.push(resolution.text);
        }
        return {
            ...node,
            text,
            resolved: {
                names: placeholders.map(({ name }) => name),
                whole: parts.length === 1,
                shownAs: resolutions.map(({ text, secret }) => (secret === true ? '***' : text)).join(''),
                failed: resolutions.some(({ problem }) => problem !== undefined),
            },
        };
    }
    return { tree: resolveMap(root, []), problems, secrets };
}
const pattern = /\$\$\{\{|\$\{\{(?:([^]*?)\}\})?/g;
/** Plain text and placeholders in turn; `$${{` is plain text that reads `${{`. */
function partsOf(text) {
    const parts = [];
    let end = 0;
    let plain = '';
    for (const match of text.matchAll(pattern)) {
        plain += text.slice(end, match.index);
        end = match.index + match[0].length;
        if (match[0] === '$${{')
            plain += '${{';
        else {
            if (plain !== '')
                parts.push(plain);
            plain = '';
            parts.push({ name: (match[1] ?? '').trim(), closed: match[0].endsWith('}}') });
        }
    }
    plain += text.slice(end);
    return plain === '' ? parts : [...parts, plain];
}
function resolutionOf({ name, closed }, values) {
    if (!closed)
        return failure('The placeholder ${{ is not closed with }}. A literal ${{ is written $${{.');
    const [, context, key] = /^(\w+)\.(\w+)$/.exec(name) ?? [];
    if (context === undefined || key === undefined) {
        return failure(`\${{ ${(0,shown/* shown */.SP)(name, 80)} }} is no placeholder: it takes one name, such as image.version or env.NAME, and no expression. A literal \${{ is written $\${{.`);
    }
    switch (context) {
        case 'image':
            return key === 'version' ? { text: values.imageVersion } : unknownName(name);
        case 'github':
            return resolveGithub(key, name, values.run);
        case 'env':
            return resolveEnvironment(key, name, values.environment);
        case 'secrets':
            return resolveSecret(key, name, values);
        default:
            return unknownName(name);
    }
}
function resolveGithub(key, name, run) {
    if (key === 'run_attempt') {
        return failure('${{ github.run_attempt }} changes when a job is run again, and the service with it: a re-run must ask for the same service. Use github.run_id.');
    }
    const field = Object.entries(githubNames).find(([known]) => known === key)?.[1];
    if (field === undefined)
        return unknownName(name);
    return run[field] === ''
        ? failure(`\${{ ${name} }} has no value in this run.`)
        : { text: run[field] };
}
function resolveEnvironment(key, name, environment) {
    if (isForbidden(key))
        return forbidden(name);
    const text = Object.hasOwn(environment, key) ? environment[key] : undefined;
    if (text !== undefined)
        return { text };
    return failure(`\${{ ${name} }} is not set. Add to the step, under env:  ${key}: <value>`);
}
function resolveSecret(key, name, values) {
    if (isForbidden(key))
        return forbidden(name);
    const text = Object.hasOwn(values.environment, key) ? (values.environment[key] ?? '') : undefined;
    if (text !== undefined && text !== '')
        return { text, secret: true };
    const cure = text === undefined
        ? `is not set. Add to the step, under env:  ${key}: \${{ secrets.${key} }}`
        : 'is empty: no such secret is defined for this repository or environment, or the run may not read it (runs from forks get no secrets).';
    if (!values.dryRun)
        return failure(`\${{ ${name} }} ${cure}`);
    const message = `\${{ ${name} }} ${cure} The dry run goes on without it.`;
    return { text: '***', secret: true, problem: { severity: 'warning', message } };
}
/** Names that hold credentials: a spec is code that a pull request can change, so it can't read them. */
function isForbidden(key) {
    return /^(?:BCE_|BAIDUCLOUD_|INPUT_|ACTIONS_|RUNNER_)|^GITHUB_TOKEN$/i.test(key);
}
function forbidden(name) {
    return failure(`\${{ ${name} }} can't be read from a spec: BCE_*, BAIDUCLOUD_*, INPUT_*, ACTIONS_*, RUNNER_* and GITHUB_TOKEN hold the runner's and your credentials. Give the value another name in the step's env.`);
}
function unknownName(name) {
    const keys = Object.keys(githubNames);
    const suggestion = suggestion_suggestionFor(name, ['image.version', ...keys.map((key) => `github.${key}`)]);
    const meant = suggestion === undefined ? '.' : `; did you mean \${{ ${suggestion} }}?`;
    return failure(`\${{ ${(0,shown/* shown */.SP)(name, 80)} }} is not known${meant} Known are image.version, env.NAME, secrets.NAME, and of github ${(0,shown/* listed */.KE)(keys)}.`);
}
/** The names as GitHub's own `github` context has them. */
const githubNames = {
    sha: 'sha',
    ref: 'ref',
    ref_name: 'refName',
    ref_type: 'refType',
    repository: 'repository',
    repository_owner: 'repositoryOwner',
    run_id: 'runId',
    run_number: 'runNumber',
    actor: 'actor',
    workflow: 'workflow',
    job: 'job',
    event_name: 'eventName',
    server_url: 'serverUrl',
};
function failure(message) {
    return { text: '', problem: { severity: 'error', message } };
}
/** Where in the source the placeholder stands; the whole scalar where an escape hides it. */
function rangeOfPlaceholder(source, node, index) {
    const written = source.slice(node.range.start, node.range.end);
    const found = [...written.matchAll(pattern)].filter(([text]) => text !== '$${{')[index];
    if (found === undefined)
        return node.range;
    const start = node.range.start + found.index;
    return { start, end: start + found[0].length };
}

// EXTERNAL MODULE: ./src/problem.ts
var problem = __nccwpck_require__(4008);
;// CONCATENATED MODULE: ./src/rules.ts


const rules = [
    { severity: 'error', findings: sameContainerName },
    { severity: 'error', findings: sameVolumeName },
    { severity: 'error', findings: unknownVolume },
    { severity: 'error', findings: sameMountPath },
    { severity: 'error', findings: samePort },
    { severity: 'error', findings: variableWithoutName },
    { severity: 'error', findings: variableSources },
    { severity: 'error', findings: tagInAddress },
    { severity: 'warning', findings: sameVariable },
    { severity: 'warning', findings: containerWithoutImage },
    { severity: 'warning', findings: unusualName },
    { severity: 'warning', findings: incompletePlace },
    { severity: 'warning', findings: samePlace },
    { severity: 'warning', findings: bandwidthAndPublicIp },
    { severity: 'warning', findings: wantsWhitelist },
    { severity: 'warning', findings: largeDisk },
    { severity: 'warning', findings: movingVersion },
];
/** Every rule over the spec as it will be sent. */
function ruleProblems(spec) {
    return rules.flatMap(({ severity, findings }) => findings(spec).map(({ path, message }) => {
        const place = placeAt(spec, path);
        const range = place.node.kind === 'scalar' ? place.node.range : headingRange(place);
        return { severity, range, path: pathText(path), message };
    }));
}
const volumeKinds = ['configMap', 'secret', 'emptyDir', 'volumeClaimTemplates'];
const variableSourceKinds = [
    'configMapKeyRef',
    'fieldRef',
    'resourceFieldRef',
    'secretKeyRef',
];
function sameContainerName(spec) {
    return repeated(mapsIn(spec, ['containers']), ({ map }) => rules_valueOf(map, 'name')).map(({ path, key }) => ({
        path: [...path, 'name'],
        message: `Two containers are named ${(0,shown/* quoted */.TL)(key)}; each needs a name of its own.`,
    }));
}
function sameVolumeName(spec) {
    return repeated(volumesOf(spec), ({ map }) => rules_valueOf(map, 'name')).map(({ path, key }) => ({
        path: [...path, 'name'],
        message: `Two volumes are named ${(0,shown/* quoted */.TL)(key)}; a mount could not tell them apart.`,
    }));
}
function unknownVolume(spec) {
    const names = volumesOf(spec).map(({ map }) => rules_valueOf(map, 'name') ?? '');
    return mountsOf(spec).flatMap(({ path, map }) => {
        const name = rules_valueOf(map, 'name');
        if (name === undefined || names.includes(name))
            return [];
        const known = names.length === 0 ? 'none are declared' : `there are ${(0,shown/* listed */.KE)(names.map(shown/* quoted */.TL))}`;
        return [
            {
                path: [...path, 'name'],
                message: `No volume is named ${(0,shown/* quoted */.TL)(name)}: ${known} under volumes.`,
            },
        ];
    });
}
function sameMountPath(spec) {
    return mapsIn(spec, ['containers']).flatMap(({ path }) => repeated(mapsIn(spec, [...path, 'volumeMounts']), ({ map }) => rules_valueOf(map, 'mountPath')?.replace(/(?<=.)\/+$/, '')).map(({ path: mount, key }) => ({
        path: [...mount, 'mountPath'],
        message: `Two volumes of this container are mounted at ${(0,shown/* quoted */.TL)(key)}.`,
    })));
}
function samePort(spec) {
    const ports = mapsIn(spec, ['containers']).flatMap(({ path }) => mapsIn(spec, [...path, 'ports']));
    return repeated(ports, ({ map }) => {
        const port = rules_valueOf(map, 'containerPort');
        return port && `${port}/${rules_valueOf(map, 'protocol') ?? 'TCP'}`;
    }).map(({ path, key }) => ({
        path: [...path, 'containerPort'],
        message: `Port ${key} is declared twice; the containers of a group share one network address.`,
    }));
}
function variableWithoutName(spec) {
    return variablesOf(spec)
        .filter(({ map }) => entryOf(map, 'name') === undefined)
        .map(({ path }) => ({ path, message: 'This environment variable has no name.' }));
}
function variableSources(spec) {
    return variablesOf(spec).flatMap(({ path, map }) => {
        const source = entryOf(map, 'valueFrom')?.value;
        if (source?.kind !== 'map')
            return [];
        if (entryOf(map, 'value') !== undefined) {
            const message = 'Has both value and valueFrom; a variable takes one of them.';
            return [{ path: [...path, 'valueFrom'], message }];
        }
        const kinds = variableSourceKinds.filter((kind) => entryOf(source, kind) !== undefined);
        if (kinds.length === 1)
            return [];
        const message = `Takes exactly one of ${(0,shown/* listed */.KE)(variableSourceKinds, 'or')}, and has ${kinds.length === 0 ? 'none' : (0,shown/* listed */.KE)(kinds)}.`;
        return [{ path: [...path, 'valueFrom'], message }];
    });
}
function tagInAddress(spec) {
    return mapsIn(spec, ['containers']).flatMap(({ path, map }) => {
        const address = rules_valueOf(map, 'imageAddress') ?? '';
        const [, repository, separator, tag] = /^(.*[^/:@])([:@])([^/]*)$/.exec(address) ?? [];
        if (repository === undefined || separator === undefined || tag === undefined)
            return [];
        const message = separator === '@'
            ? `Holds a digest, which BEC does not document: write imageAddress: ${repository} and a tag as imageVersion.`
            : `Holds a tag: write imageAddress: ${repository} and imageVersion: ${tag}.`;
        return [{ path: [...path, 'imageAddress'], message }];
    });
}
function sameVariable(spec) {
    return mapsIn(spec, ['containers']).flatMap(({ path }) => repeated(mapsIn(spec, [...path, 'envs']), ({ map }) => rules_valueOf(map, 'name')).map(({ path: variable, key }) => ({
        path: [...variable, 'name'],
        message: `${(0,shown/* quoted */.TL)(key)} is set twice in this container; the last one counts.`,
    })));
}
function containerWithoutImage(spec) {
    return mapsIn(spec, ['containers']).flatMap(({ path, map }) => ['name', 'imageAddress', 'imageVersion', 'cpu', 'memory']
        .filter((key) => entryOf(map, key) === undefined)
        .map((key) => ({ path, message: `Has no ${key}; BEC may refuse it, or choose for you.` })));
}
function unusualName(spec) {
    const paths = [
        ['containerGroupName'],
        ...mapsIn(spec, ['containers']).map(({ path }) => [...path, 'name']),
    ];
    return paths.flatMap((path) => {
        const name = textAt(spec, path);
        if (name === undefined || /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
            return [];
        const message = `${(0,shown/* quoted */.TL)(name)} may be refused: lower-case letters, digits and hyphens, at most 63, are safe.`;
        return [{ path, message }];
    });
}
function incompletePlace(spec) {
    return mapsIn(spec, ['deployInstances']).flatMap(({ path, map }) => {
        const regionId = rules_valueOf(map, 'regionId');
        if (regionId !== undefined) {
            if (/^[a-z]+(?:-[a-z0-9_]+){2,}$/.test(regionId))
                return [];
            const message = `${(0,shown/* quoted */.TL)(regionId)} does not look like a region: they read country-city-isp, as in cn-shanghai-ct.`;
            return [{ path: [...path, 'regionId'], message }];
        }
        const missing = ['region', 'city', 'serviceProvider'].filter((key) => entryOf(map, key) === undefined);
        if (missing.length === 0)
            return [];
        const message = `Names no place: it needs regionId, or region, city and serviceProvider (${(0,shown/* listed */.KE)(missing)} missing).`;
        return [{ path, message }];
    });
}
function samePlace(spec) {
    return repeated(mapsIn(spec, ['deployInstances']), ({ map }) => rules_valueOf(map, 'regionId')).map(({ path, key }) => ({
        path: [...path, 'regionId'],
        message: `${(0,shown/* quoted */.TL)(key)} is named twice; add the replicas up in one entry.`,
    }));
}
function bandwidthAndPublicIp(spec) {
    const wantsPublicIp = rules_valueOf(spec, 'needPublicIp')?.toLowerCase() === 'true';
    const hasBandwidth = entryOf(spec, 'bandwidth') !== undefined;
    if (hasBandwidth && !wantsPublicIp) {
        const message = 'Has no effect without needPublicIp: true.';
        return [{ path: ['bandwidth'], message }];
    }
    if (!wantsPublicIp || hasBandwidth)
        return [];
    const message = 'A public address is asked for without a bandwidth (in Mbps).';
    return [{ path: ['needPublicIp'], message }];
}
function wantsWhitelist(spec) {
    const bandwidth = Number(rules_valueOf(spec, 'bandwidth') ?? 0);
    if (!(bandwidth > 2048))
        return [];
    const message = 'Over 2048 Mbps, BEC serves only accounts on its whitelist.';
    return [{ path: ['bandwidth'], message }];
}
function largeDisk(spec) {
    return mapsIn(spec, ['volumes', 'volumeClaimTemplates'])
        .filter(({ map }) => Number(rules_valueOf(map, 'storageSize') ?? 0) > 1500)
        .map(({ path }) => ({
        path: [...path, 'storageSize'],
        message: 'BEC’s FAQ names 1500 GB as the largest disk.',
    }));
}
function movingVersion(spec) {
    return mapsIn(spec, ['containers'])
        .filter(({ map }) => rules_valueOf(map, 'imageVersion') === 'latest')
        .map(({ path }) => ({
        path: [...path, 'imageVersion'],
        message: '"latest" moves: a restart can change what runs, and nobody can tell which it was.',
    }));
}
function volumesOf(spec) {
    return volumeKinds.flatMap((kind) => mapsIn(spec, ['volumes', kind]));
}
function mountsOf(spec) {
    return mapsIn(spec, ['containers']).flatMap(({ path }) => mapsIn(spec, [...path, 'volumeMounts']));
}
function variablesOf(spec) {
    return mapsIn(spec, ['containers']).flatMap(({ path }) => mapsIn(spec, [...path, 'envs']));
}
/** The maps in the list at the path; what has another shape, the schema's check tells of. */
function mapsIn(spec, path) {
    const list = nodeAt(spec, path);
    if (list?.kind !== 'list')
        return [];
    return list.items.flatMap((map, index) => map.kind === 'map' ? [{ path: [...path, index], map }] : []);
}
/** All but the first of those that have the same key. */
function repeated(places, keyOf) {
    const seen = new Set();
    return places.flatMap((place) => {
        const key = keyOf(place);
        if (key === undefined)
            return [];
        if (seen.has(key))
            return [{ ...place, key }];
        seen.add(key);
        return [];
    });
}
/** The text of a field; undefined where it is absent, no text, or a placeholder without a value. */
function rules_valueOf(map, key) {
    const node = entryOf(map, key)?.value;
    return node?.kind === 'scalar' && node.resolved?.failed !== true ? spec_tree_textOf(node) : undefined;
}
function textAt(spec, path) {
    const parent = nodeAt(spec, path.slice(0, -1));
    return parent?.kind === 'map' ? rules_valueOf(parent, String(path.at(-1))) : undefined;
}

;// CONCATENATED MODULE: ./src/generated/validate-spec.js
// Generated from schema/service.schema.json by scripts/generate-validator.ts. Do not edit.

const validate = validate10;
/* harmony default export */ const validate_spec = ((/* unused pure expression or super */ null && (validate10)));
const schema11 = {"type":"object","required":["serviceName","containerGroupName","containers","deployInstances"],"additionalProperties":false,"properties":{"serviceName":{"type":"string"},"containerGroupName":{"type":"string"},"paymentMethod":{"enum":["postpay"]},"needPublicIp":{"type":"boolean"},"needIpv6PublicIp":{"type":"boolean"},"bandwidth":{"type":"integer","minimum":1,"maximum":5120},"containers":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"imageAddress":{"type":"string"},"imageVersion":{"type":"string"},"cpu":{"type":"integer","minimum":1},"memory":{"type":"integer","minimum":1},"gpu":{"type":"integer","minimum":0},"workingDir":{"type":"string"},"commands":{"type":"array","items":{"type":"string"}},"args":{"type":"array","items":{"type":"string"}},"ports":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["containerPort"],"properties":{"containerPort":{"type":"integer","minimum":1,"maximum":65535},"protocol":{"enum":["UDP","TCP","SCTP"]},"name":{"type":"string"},"hostIP":{"type":"string"},"hostPort":{"type":"integer","minimum":0,"maximum":65535}}}},"envs":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"value":{"type":"string"},"valueFrom":{"type":"object","additionalProperties":false,"properties":{"configMapKeyRef":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"key":{"type":"string"},"optional":{"type":"boolean"}}},"secretKeyRef":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"key":{"type":"string"},"optional":{"type":"boolean"}}},"fieldRef":{"type":"object","additionalProperties":false,"properties":{"apiVersion":{"type":"string"},"fieldPath":{"type":"string"}}},"resourceFieldRef":{"type":"object","additionalProperties":false,"properties":{"containerName":{"type":"string"},"resource":{"type":"string"},"divisor":{"type":"string"}}}}}}}},"volumeMounts":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["mountPath","name"],"properties":{"name":{"type":"string"},"mountPath":{"type":"string"},"readOnly":{"type":"boolean"},"subPath":{"type":"string"},"mountPropagation":{"type":"string"}}}}}}},"deployInstances":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"properties":{"regionId":{"type":"string"},"region":{"type":"string"},"city":{"type":"string"},"serviceProvider":{"enum":["BGP","CHINA_MOBILE","CHINA_UNICOM","CHINA_TELECOM","TRIPLE_LINE","INTRA"]},"replicas":{"type":"integer","minimum":1},"networkType":{"type":"string"},"vpcId":{"type":"string"},"subnetId":{"type":"string"},"subServiceProviders":{"type":"array","items":{"type":"string"}}}}},"volumes":{"type":"object","additionalProperties":false,"properties":{"configMap":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"}}}},"secret":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"}}}},"emptyDir":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"}}}},"volumeClaimTemplates":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"diskType":{"enum":["NVME","SATA","CDS_HDD","CDS_SSD","RBD_SSD","HDD_PASSTHROUGH","SSD_PASSTHROUGH","HDD_PASSTHROUGH_4T","SSD_PASSTHROUGH_4T"]},"storageSize":{"type":"integer","minimum":1}}}}}},"imageRegistrySecrets":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"}}}},"tags":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"tagKey":{"type":"string"},"tagValue":{"type":"string"}}}},"hostAliases":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"ip":{"type":"string"},"hostnames":{"type":"array","items":{"type":"string"}}}}},"dnsPolicy":{"type":"string"},"dnsConfig":{"type":"object","additionalProperties":false,"properties":{"nameservers":{"type":"array","items":{"type":"string"}}}},"logCollectDetail":{"type":"object","additionalProperties":false,"properties":{"serviceId":{"type":"string"},"logCollect":{"type":"boolean"},"logPath":{"type":"string"},"jsonAnalysis":{"type":"boolean"},"pushLog":{"type":"boolean"},"standard":{"type":"boolean"},"custom":{"type":"boolean"},"logOutputType":{"type":"string"},"esIP":{"type":"string"},"esPort":{"type":"integer"},"esIndex":{"type":"string"},"encrypted":{"type":"boolean"},"esUserName":{"type":"string"},"esUserPassword":{"type":"string"}}},"kernelParam":{"type":"string"}}};
const func2 = Object.prototype.hasOwnProperty;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.serviceName === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "serviceName"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.containerGroupName === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "containerGroupName"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.containers === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "containers"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.deployInstances === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "deployInstances"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.serviceName !== undefined){
if(typeof data.serviceName !== "string"){
const err5 = {instancePath:instancePath+"/serviceName",schemaPath:"#/properties/serviceName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.containerGroupName !== undefined){
if(typeof data.containerGroupName !== "string"){
const err6 = {instancePath:instancePath+"/containerGroupName",schemaPath:"#/properties/containerGroupName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.paymentMethod !== undefined){
if(!(data.paymentMethod === "postpay")){
const err7 = {instancePath:instancePath+"/paymentMethod",schemaPath:"#/properties/paymentMethod/enum",keyword:"enum",params:{allowedValues: schema11.properties.paymentMethod.enum}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.needPublicIp !== undefined){
if(typeof data.needPublicIp !== "boolean"){
const err8 = {instancePath:instancePath+"/needPublicIp",schemaPath:"#/properties/needPublicIp/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.needIpv6PublicIp !== undefined){
if(typeof data.needIpv6PublicIp !== "boolean"){
const err9 = {instancePath:instancePath+"/needIpv6PublicIp",schemaPath:"#/properties/needIpv6PublicIp/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.bandwidth !== undefined){
let data5 = data.bandwidth;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err10 = {instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 5120 || isNaN(data5)){
const err11 = {instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/maximum",keyword:"maximum",params:{comparison: "<=", limit: 5120}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data5 < 1 || isNaN(data5)){
const err12 = {instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
if(data.containers !== undefined){
let data6 = data.containers;
if(Array.isArray(data6)){
if(data6.length < 1){
const err13 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key1 in data7){
if(!(func2.call(schema11.properties.containers.items.properties, key1))){
const err14 = {instancePath:instancePath+"/containers/" + i0,schemaPath:"#/properties/containers/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data7.name !== undefined){
if(typeof data7.name !== "string"){
const err15 = {instancePath:instancePath+"/containers/" + i0+"/name",schemaPath:"#/properties/containers/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data7.imageAddress !== undefined){
if(typeof data7.imageAddress !== "string"){
const err16 = {instancePath:instancePath+"/containers/" + i0+"/imageAddress",schemaPath:"#/properties/containers/items/properties/imageAddress/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data7.imageVersion !== undefined){
if(typeof data7.imageVersion !== "string"){
const err17 = {instancePath:instancePath+"/containers/" + i0+"/imageVersion",schemaPath:"#/properties/containers/items/properties/imageVersion/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data7.cpu !== undefined){
let data11 = data7.cpu;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err18 = {instancePath:instancePath+"/containers/" + i0+"/cpu",schemaPath:"#/properties/containers/items/properties/cpu/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
const err19 = {instancePath:instancePath+"/containers/" + i0+"/cpu",schemaPath:"#/properties/containers/items/properties/cpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
if(data7.memory !== undefined){
let data12 = data7.memory;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
const err20 = {instancePath:instancePath+"/containers/" + i0+"/memory",schemaPath:"#/properties/containers/items/properties/memory/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 1 || isNaN(data12)){
const err21 = {instancePath:instancePath+"/containers/" + i0+"/memory",schemaPath:"#/properties/containers/items/properties/memory/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data7.gpu !== undefined){
let data13 = data7.gpu;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err22 = {instancePath:instancePath+"/containers/" + i0+"/gpu",schemaPath:"#/properties/containers/items/properties/gpu/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err23 = {instancePath:instancePath+"/containers/" + i0+"/gpu",schemaPath:"#/properties/containers/items/properties/gpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
if(data7.workingDir !== undefined){
if(typeof data7.workingDir !== "string"){
const err24 = {instancePath:instancePath+"/containers/" + i0+"/workingDir",schemaPath:"#/properties/containers/items/properties/workingDir/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data7.commands !== undefined){
let data15 = data7.commands;
if(Array.isArray(data15)){
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
if(typeof data15[i1] !== "string"){
const err25 = {instancePath:instancePath+"/containers/" + i0+"/commands/" + i1,schemaPath:"#/properties/containers/items/properties/commands/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/containers/" + i0+"/commands",schemaPath:"#/properties/containers/items/properties/commands/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data7.args !== undefined){
let data17 = data7.args;
if(Array.isArray(data17)){
const len2 = data17.length;
for(let i2=0; i2<len2; i2++){
if(typeof data17[i2] !== "string"){
const err27 = {instancePath:instancePath+"/containers/" + i0+"/args/" + i2,schemaPath:"#/properties/containers/items/properties/args/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/containers/" + i0+"/args",schemaPath:"#/properties/containers/items/properties/args/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data7.ports !== undefined){
let data19 = data7.ports;
if(Array.isArray(data19)){
const len3 = data19.length;
for(let i3=0; i3<len3; i3++){
let data20 = data19[i3];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(data20.containerPort === undefined){
const err29 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3,schemaPath:"#/properties/containers/items/properties/ports/items/required",keyword:"required",params:{missingProperty: "containerPort"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
for(const key2 in data20){
if(!(((((key2 === "containerPort") || (key2 === "protocol")) || (key2 === "name")) || (key2 === "hostIP")) || (key2 === "hostPort"))){
const err30 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3,schemaPath:"#/properties/containers/items/properties/ports/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data20.containerPort !== undefined){
let data21 = data20.containerPort;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
const err31 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/containerPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/containerPort/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 65535 || isNaN(data21)){
const err32 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/containerPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/containerPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data21 < 1 || isNaN(data21)){
const err33 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/containerPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/containerPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
if(data20.protocol !== undefined){
let data22 = data20.protocol;
if(!(((data22 === "UDP") || (data22 === "TCP")) || (data22 === "SCTP"))){
const err34 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/protocol",schemaPath:"#/properties/containers/items/properties/ports/items/properties/protocol/enum",keyword:"enum",params:{allowedValues: schema11.properties.containers.items.properties.ports.items.properties.protocol.enum}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data20.name !== undefined){
if(typeof data20.name !== "string"){
const err35 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/name",schemaPath:"#/properties/containers/items/properties/ports/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data20.hostIP !== undefined){
if(typeof data20.hostIP !== "string"){
const err36 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostIP",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostIP/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data20.hostPort !== undefined){
let data25 = data20.hostPort;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
const err37 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostPort/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 65535 || isNaN(data25)){
const err38 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data25 < 0 || isNaN(data25)){
const err39 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
}
else {
const err40 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3,schemaPath:"#/properties/containers/items/properties/ports/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/containers/" + i0+"/ports",schemaPath:"#/properties/containers/items/properties/ports/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data7.envs !== undefined){
let data26 = data7.envs;
if(Array.isArray(data26)){
const len4 = data26.length;
for(let i4=0; i4<len4; i4++){
let data27 = data26[i4];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key3 in data27){
if(!(((key3 === "name") || (key3 === "value")) || (key3 === "valueFrom"))){
const err42 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4,schemaPath:"#/properties/containers/items/properties/envs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data27.name !== undefined){
if(typeof data27.name !== "string"){
const err43 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/name",schemaPath:"#/properties/containers/items/properties/envs/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data27.value !== undefined){
if(typeof data27.value !== "string"){
const err44 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/value",schemaPath:"#/properties/containers/items/properties/envs/items/properties/value/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data27.valueFrom !== undefined){
let data30 = data27.valueFrom;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key4 in data30){
if(!((((key4 === "configMapKeyRef") || (key4 === "secretKeyRef")) || (key4 === "fieldRef")) || (key4 === "resourceFieldRef"))){
const err45 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data30.configMapKeyRef !== undefined){
let data31 = data30.configMapKeyRef;
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
for(const key5 in data31){
if(!(((key5 === "name") || (key5 === "key")) || (key5 === "optional"))){
const err46 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data31.name !== undefined){
if(typeof data31.name !== "string"){
const err47 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef/name",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data31.key !== undefined){
if(typeof data31.key !== "string"){
const err48 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef/key",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data31.optional !== undefined){
if(typeof data31.optional !== "boolean"){
const err49 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef/optional",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/properties/optional/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data30.secretKeyRef !== undefined){
let data35 = data30.secretKeyRef;
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
for(const key6 in data35){
if(!(((key6 === "name") || (key6 === "key")) || (key6 === "optional"))){
const err51 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data35.name !== undefined){
if(typeof data35.name !== "string"){
const err52 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef/name",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data35.key !== undefined){
if(typeof data35.key !== "string"){
const err53 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef/key",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data35.optional !== undefined){
if(typeof data35.optional !== "boolean"){
const err54 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef/optional",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/properties/optional/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data30.fieldRef !== undefined){
let data39 = data30.fieldRef;
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
for(const key7 in data39){
if(!((key7 === "apiVersion") || (key7 === "fieldPath"))){
const err56 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data39.apiVersion !== undefined){
if(typeof data39.apiVersion !== "string"){
const err57 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef/apiVersion",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/properties/apiVersion/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data39.fieldPath !== undefined){
if(typeof data39.fieldPath !== "string"){
const err58 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef/fieldPath",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/properties/fieldPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data30.resourceFieldRef !== undefined){
let data42 = data30.resourceFieldRef;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
for(const key8 in data42){
if(!(((key8 === "containerName") || (key8 === "resource")) || (key8 === "divisor"))){
const err60 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data42.containerName !== undefined){
if(typeof data42.containerName !== "string"){
const err61 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef/containerName",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/properties/containerName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data42.resource !== undefined){
if(typeof data42.resource !== "string"){
const err62 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef/resource",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/properties/resource/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data42.divisor !== undefined){
if(typeof data42.divisor !== "string"){
const err63 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef/divisor",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/properties/divisor/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
}
else {
const err64 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
else {
const err66 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4,schemaPath:"#/properties/containers/items/properties/envs/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
else {
const err67 = {instancePath:instancePath+"/containers/" + i0+"/envs",schemaPath:"#/properties/containers/items/properties/envs/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data7.volumeMounts !== undefined){
let data46 = data7.volumeMounts;
if(Array.isArray(data46)){
const len5 = data46.length;
for(let i5=0; i5<len5; i5++){
let data47 = data46[i5];
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
if(data47.mountPath === undefined){
const err68 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/required",keyword:"required",params:{missingProperty: "mountPath"}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data47.name === undefined){
const err69 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/required",keyword:"required",params:{missingProperty: "name"}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
for(const key9 in data47){
if(!(((((key9 === "name") || (key9 === "mountPath")) || (key9 === "readOnly")) || (key9 === "subPath")) || (key9 === "mountPropagation"))){
const err70 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9}};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data47.name !== undefined){
if(typeof data47.name !== "string"){
const err71 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/name",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data47.mountPath !== undefined){
if(typeof data47.mountPath !== "string"){
const err72 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/mountPath",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/mountPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data47.readOnly !== undefined){
if(typeof data47.readOnly !== "boolean"){
const err73 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/readOnly",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/readOnly/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data47.subPath !== undefined){
if(typeof data47.subPath !== "string"){
const err74 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/subPath",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/subPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data47.mountPropagation !== undefined){
if(typeof data47.mountPropagation !== "string"){
const err75 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/mountPropagation",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/mountPropagation/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
else {
const err76 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts",schemaPath:"#/properties/containers/items/properties/volumeMounts/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath:instancePath+"/containers/" + i0,schemaPath:"#/properties/containers/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
else {
const err79 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data.deployInstances !== undefined){
let data53 = data.deployInstances;
if(Array.isArray(data53)){
if(data53.length < 1){
const err80 = {instancePath:instancePath+"/deployInstances",schemaPath:"#/properties/deployInstances/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
const len6 = data53.length;
for(let i6=0; i6<len6; i6++){
let data54 = data53[i6];
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
for(const key10 in data54){
if(!(func2.call(schema11.properties.deployInstances.items.properties, key10))){
const err81 = {instancePath:instancePath+"/deployInstances/" + i6,schemaPath:"#/properties/deployInstances/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10}};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data54.regionId !== undefined){
if(typeof data54.regionId !== "string"){
const err82 = {instancePath:instancePath+"/deployInstances/" + i6+"/regionId",schemaPath:"#/properties/deployInstances/items/properties/regionId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data54.region !== undefined){
if(typeof data54.region !== "string"){
const err83 = {instancePath:instancePath+"/deployInstances/" + i6+"/region",schemaPath:"#/properties/deployInstances/items/properties/region/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data54.city !== undefined){
if(typeof data54.city !== "string"){
const err84 = {instancePath:instancePath+"/deployInstances/" + i6+"/city",schemaPath:"#/properties/deployInstances/items/properties/city/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data54.serviceProvider !== undefined){
let data58 = data54.serviceProvider;
if(!((((((data58 === "BGP") || (data58 === "CHINA_MOBILE")) || (data58 === "CHINA_UNICOM")) || (data58 === "CHINA_TELECOM")) || (data58 === "TRIPLE_LINE")) || (data58 === "INTRA"))){
const err85 = {instancePath:instancePath+"/deployInstances/" + i6+"/serviceProvider",schemaPath:"#/properties/deployInstances/items/properties/serviceProvider/enum",keyword:"enum",params:{allowedValues: schema11.properties.deployInstances.items.properties.serviceProvider.enum}};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data54.replicas !== undefined){
let data59 = data54.replicas;
if(!(((typeof data59 == "number") && (!(data59 % 1) && !isNaN(data59))) && (isFinite(data59)))){
const err86 = {instancePath:instancePath+"/deployInstances/" + i6+"/replicas",schemaPath:"#/properties/deployInstances/items/properties/replicas/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if((typeof data59 == "number") && (isFinite(data59))){
if(data59 < 1 || isNaN(data59)){
const err87 = {instancePath:instancePath+"/deployInstances/" + i6+"/replicas",schemaPath:"#/properties/deployInstances/items/properties/replicas/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
if(data54.networkType !== undefined){
if(typeof data54.networkType !== "string"){
const err88 = {instancePath:instancePath+"/deployInstances/" + i6+"/networkType",schemaPath:"#/properties/deployInstances/items/properties/networkType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data54.vpcId !== undefined){
if(typeof data54.vpcId !== "string"){
const err89 = {instancePath:instancePath+"/deployInstances/" + i6+"/vpcId",schemaPath:"#/properties/deployInstances/items/properties/vpcId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data54.subnetId !== undefined){
if(typeof data54.subnetId !== "string"){
const err90 = {instancePath:instancePath+"/deployInstances/" + i6+"/subnetId",schemaPath:"#/properties/deployInstances/items/properties/subnetId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data54.subServiceProviders !== undefined){
let data63 = data54.subServiceProviders;
if(Array.isArray(data63)){
const len7 = data63.length;
for(let i7=0; i7<len7; i7++){
if(typeof data63[i7] !== "string"){
const err91 = {instancePath:instancePath+"/deployInstances/" + i6+"/subServiceProviders/" + i7,schemaPath:"#/properties/deployInstances/items/properties/subServiceProviders/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
else {
const err92 = {instancePath:instancePath+"/deployInstances/" + i6+"/subServiceProviders",schemaPath:"#/properties/deployInstances/items/properties/subServiceProviders/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/deployInstances/" + i6,schemaPath:"#/properties/deployInstances/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
}
else {
const err94 = {instancePath:instancePath+"/deployInstances",schemaPath:"#/properties/deployInstances/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data.volumes !== undefined){
let data65 = data.volumes;
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
for(const key11 in data65){
if(!((((key11 === "configMap") || (key11 === "secret")) || (key11 === "emptyDir")) || (key11 === "volumeClaimTemplates"))){
const err95 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11}};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data65.configMap !== undefined){
let data66 = data65.configMap;
if(Array.isArray(data66)){
const len8 = data66.length;
for(let i8=0; i8<len8; i8++){
let data67 = data66[i8];
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
for(const key12 in data67){
if(!(key12 === "name")){
const err96 = {instancePath:instancePath+"/volumes/configMap/" + i8,schemaPath:"#/properties/volumes/properties/configMap/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12}};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data67.name !== undefined){
if(typeof data67.name !== "string"){
const err97 = {instancePath:instancePath+"/volumes/configMap/" + i8+"/name",schemaPath:"#/properties/volumes/properties/configMap/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath:instancePath+"/volumes/configMap/" + i8,schemaPath:"#/properties/volumes/properties/configMap/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
else {
const err99 = {instancePath:instancePath+"/volumes/configMap",schemaPath:"#/properties/volumes/properties/configMap/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data65.secret !== undefined){
let data69 = data65.secret;
if(Array.isArray(data69)){
const len9 = data69.length;
for(let i9=0; i9<len9; i9++){
let data70 = data69[i9];
if(data70 && typeof data70 == "object" && !Array.isArray(data70)){
for(const key13 in data70){
if(!(key13 === "name")){
const err100 = {instancePath:instancePath+"/volumes/secret/" + i9,schemaPath:"#/properties/volumes/properties/secret/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13}};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data70.name !== undefined){
if(typeof data70.name !== "string"){
const err101 = {instancePath:instancePath+"/volumes/secret/" + i9+"/name",schemaPath:"#/properties/volumes/properties/secret/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
else {
const err102 = {instancePath:instancePath+"/volumes/secret/" + i9,schemaPath:"#/properties/volumes/properties/secret/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
}
else {
const err103 = {instancePath:instancePath+"/volumes/secret",schemaPath:"#/properties/volumes/properties/secret/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data65.emptyDir !== undefined){
let data72 = data65.emptyDir;
if(Array.isArray(data72)){
const len10 = data72.length;
for(let i10=0; i10<len10; i10++){
let data73 = data72[i10];
if(data73 && typeof data73 == "object" && !Array.isArray(data73)){
for(const key14 in data73){
if(!(key14 === "name")){
const err104 = {instancePath:instancePath+"/volumes/emptyDir/" + i10,schemaPath:"#/properties/volumes/properties/emptyDir/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14}};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data73.name !== undefined){
if(typeof data73.name !== "string"){
const err105 = {instancePath:instancePath+"/volumes/emptyDir/" + i10+"/name",schemaPath:"#/properties/volumes/properties/emptyDir/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
}
else {
const err106 = {instancePath:instancePath+"/volumes/emptyDir/" + i10,schemaPath:"#/properties/volumes/properties/emptyDir/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
}
else {
const err107 = {instancePath:instancePath+"/volumes/emptyDir",schemaPath:"#/properties/volumes/properties/emptyDir/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data65.volumeClaimTemplates !== undefined){
let data75 = data65.volumeClaimTemplates;
if(Array.isArray(data75)){
const len11 = data75.length;
for(let i11=0; i11<len11; i11++){
let data76 = data75[i11];
if(data76 && typeof data76 == "object" && !Array.isArray(data76)){
for(const key15 in data76){
if(!(((key15 === "name") || (key15 === "diskType")) || (key15 === "storageSize"))){
const err108 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11,schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15}};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(data76.name !== undefined){
if(typeof data76.name !== "string"){
const err109 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/name",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data76.diskType !== undefined){
let data78 = data76.diskType;
if(!(((((((((data78 === "NVME") || (data78 === "SATA")) || (data78 === "CDS_HDD")) || (data78 === "CDS_SSD")) || (data78 === "RBD_SSD")) || (data78 === "HDD_PASSTHROUGH")) || (data78 === "SSD_PASSTHROUGH")) || (data78 === "HDD_PASSTHROUGH_4T")) || (data78 === "SSD_PASSTHROUGH_4T"))){
const err110 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/diskType",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/diskType/enum",keyword:"enum",params:{allowedValues: schema11.properties.volumes.properties.volumeClaimTemplates.items.properties.diskType.enum}};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data76.storageSize !== undefined){
let data79 = data76.storageSize;
if(!(((typeof data79 == "number") && (!(data79 % 1) && !isNaN(data79))) && (isFinite(data79)))){
const err111 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/storageSize",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/storageSize/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
if((typeof data79 == "number") && (isFinite(data79))){
if(data79 < 1 || isNaN(data79)){
const err112 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/storageSize",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/storageSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
}
}
else {
const err113 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11,schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
}
else {
const err114 = {instancePath:instancePath+"/volumes/volumeClaimTemplates",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
else {
const err115 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data.imageRegistrySecrets !== undefined){
let data80 = data.imageRegistrySecrets;
if(Array.isArray(data80)){
const len12 = data80.length;
for(let i12=0; i12<len12; i12++){
let data81 = data80[i12];
if(data81 && typeof data81 == "object" && !Array.isArray(data81)){
for(const key16 in data81){
if(!(key16 === "name")){
const err116 = {instancePath:instancePath+"/imageRegistrySecrets/" + i12,schemaPath:"#/properties/imageRegistrySecrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16}};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(data81.name !== undefined){
if(typeof data81.name !== "string"){
const err117 = {instancePath:instancePath+"/imageRegistrySecrets/" + i12+"/name",schemaPath:"#/properties/imageRegistrySecrets/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
}
else {
const err118 = {instancePath:instancePath+"/imageRegistrySecrets/" + i12,schemaPath:"#/properties/imageRegistrySecrets/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/imageRegistrySecrets",schemaPath:"#/properties/imageRegistrySecrets/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data.tags !== undefined){
let data83 = data.tags;
if(Array.isArray(data83)){
const len13 = data83.length;
for(let i13=0; i13<len13; i13++){
let data84 = data83[i13];
if(data84 && typeof data84 == "object" && !Array.isArray(data84)){
for(const key17 in data84){
if(!((key17 === "tagKey") || (key17 === "tagValue"))){
const err120 = {instancePath:instancePath+"/tags/" + i13,schemaPath:"#/properties/tags/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key17}};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data84.tagKey !== undefined){
if(typeof data84.tagKey !== "string"){
const err121 = {instancePath:instancePath+"/tags/" + i13+"/tagKey",schemaPath:"#/properties/tags/items/properties/tagKey/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data84.tagValue !== undefined){
if(typeof data84.tagValue !== "string"){
const err122 = {instancePath:instancePath+"/tags/" + i13+"/tagValue",schemaPath:"#/properties/tags/items/properties/tagValue/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
}
else {
const err123 = {instancePath:instancePath+"/tags/" + i13,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
}
else {
const err124 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data.hostAliases !== undefined){
let data87 = data.hostAliases;
if(Array.isArray(data87)){
const len14 = data87.length;
for(let i14=0; i14<len14; i14++){
let data88 = data87[i14];
if(data88 && typeof data88 == "object" && !Array.isArray(data88)){
for(const key18 in data88){
if(!((key18 === "ip") || (key18 === "hostnames"))){
const err125 = {instancePath:instancePath+"/hostAliases/" + i14,schemaPath:"#/properties/hostAliases/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18}};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data88.ip !== undefined){
if(typeof data88.ip !== "string"){
const err126 = {instancePath:instancePath+"/hostAliases/" + i14+"/ip",schemaPath:"#/properties/hostAliases/items/properties/ip/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
if(data88.hostnames !== undefined){
let data90 = data88.hostnames;
if(Array.isArray(data90)){
const len15 = data90.length;
for(let i15=0; i15<len15; i15++){
if(typeof data90[i15] !== "string"){
const err127 = {instancePath:instancePath+"/hostAliases/" + i14+"/hostnames/" + i15,schemaPath:"#/properties/hostAliases/items/properties/hostnames/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
}
else {
const err128 = {instancePath:instancePath+"/hostAliases/" + i14+"/hostnames",schemaPath:"#/properties/hostAliases/items/properties/hostnames/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
else {
const err129 = {instancePath:instancePath+"/hostAliases/" + i14,schemaPath:"#/properties/hostAliases/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/hostAliases",schemaPath:"#/properties/hostAliases/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data.dnsPolicy !== undefined){
if(typeof data.dnsPolicy !== "string"){
const err131 = {instancePath:instancePath+"/dnsPolicy",schemaPath:"#/properties/dnsPolicy/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
if(data.dnsConfig !== undefined){
let data93 = data.dnsConfig;
if(data93 && typeof data93 == "object" && !Array.isArray(data93)){
for(const key19 in data93){
if(!(key19 === "nameservers")){
const err132 = {instancePath:instancePath+"/dnsConfig",schemaPath:"#/properties/dnsConfig/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19}};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
if(data93.nameservers !== undefined){
let data94 = data93.nameservers;
if(Array.isArray(data94)){
const len16 = data94.length;
for(let i16=0; i16<len16; i16++){
if(typeof data94[i16] !== "string"){
const err133 = {instancePath:instancePath+"/dnsConfig/nameservers/" + i16,schemaPath:"#/properties/dnsConfig/properties/nameservers/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
}
else {
const err134 = {instancePath:instancePath+"/dnsConfig/nameservers",schemaPath:"#/properties/dnsConfig/properties/nameservers/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
}
else {
const err135 = {instancePath:instancePath+"/dnsConfig",schemaPath:"#/properties/dnsConfig/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
if(data.logCollectDetail !== undefined){
let data96 = data.logCollectDetail;
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
for(const key20 in data96){
if(!(func2.call(schema11.properties.logCollectDetail.properties, key20))){
const err136 = {instancePath:instancePath+"/logCollectDetail",schemaPath:"#/properties/logCollectDetail/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key20}};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
if(data96.serviceId !== undefined){
if(typeof data96.serviceId !== "string"){
const err137 = {instancePath:instancePath+"/logCollectDetail/serviceId",schemaPath:"#/properties/logCollectDetail/properties/serviceId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
if(data96.logCollect !== undefined){
if(typeof data96.logCollect !== "boolean"){
const err138 = {instancePath:instancePath+"/logCollectDetail/logCollect",schemaPath:"#/properties/logCollectDetail/properties/logCollect/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
if(data96.logPath !== undefined){
if(typeof data96.logPath !== "string"){
const err139 = {instancePath:instancePath+"/logCollectDetail/logPath",schemaPath:"#/properties/logCollectDetail/properties/logPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
}
if(data96.jsonAnalysis !== undefined){
if(typeof data96.jsonAnalysis !== "boolean"){
const err140 = {instancePath:instancePath+"/logCollectDetail/jsonAnalysis",schemaPath:"#/properties/logCollectDetail/properties/jsonAnalysis/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
if(data96.pushLog !== undefined){
if(typeof data96.pushLog !== "boolean"){
const err141 = {instancePath:instancePath+"/logCollectDetail/pushLog",schemaPath:"#/properties/logCollectDetail/properties/pushLog/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
if(data96.standard !== undefined){
if(typeof data96.standard !== "boolean"){
const err142 = {instancePath:instancePath+"/logCollectDetail/standard",schemaPath:"#/properties/logCollectDetail/properties/standard/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data96.custom !== undefined){
if(typeof data96.custom !== "boolean"){
const err143 = {instancePath:instancePath+"/logCollectDetail/custom",schemaPath:"#/properties/logCollectDetail/properties/custom/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
if(data96.logOutputType !== undefined){
if(typeof data96.logOutputType !== "string"){
const err144 = {instancePath:instancePath+"/logCollectDetail/logOutputType",schemaPath:"#/properties/logCollectDetail/properties/logOutputType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(data96.esIP !== undefined){
if(typeof data96.esIP !== "string"){
const err145 = {instancePath:instancePath+"/logCollectDetail/esIP",schemaPath:"#/properties/logCollectDetail/properties/esIP/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
if(data96.esPort !== undefined){
let data106 = data96.esPort;
if(!(((typeof data106 == "number") && (!(data106 % 1) && !isNaN(data106))) && (isFinite(data106)))){
const err146 = {instancePath:instancePath+"/logCollectDetail/esPort",schemaPath:"#/properties/logCollectDetail/properties/esPort/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
if(data96.esIndex !== undefined){
if(typeof data96.esIndex !== "string"){
const err147 = {instancePath:instancePath+"/logCollectDetail/esIndex",schemaPath:"#/properties/logCollectDetail/properties/esIndex/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data96.encrypted !== undefined){
if(typeof data96.encrypted !== "boolean"){
const err148 = {instancePath:instancePath+"/logCollectDetail/encrypted",schemaPath:"#/properties/logCollectDetail/properties/encrypted/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data96.esUserName !== undefined){
if(typeof data96.esUserName !== "string"){
const err149 = {instancePath:instancePath+"/logCollectDetail/esUserName",schemaPath:"#/properties/logCollectDetail/properties/esUserName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data96.esUserPassword !== undefined){
if(typeof data96.esUserPassword !== "string"){
const err150 = {instancePath:instancePath+"/logCollectDetail/esUserPassword",schemaPath:"#/properties/logCollectDetail/properties/esUserPassword/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
}
else {
const err151 = {instancePath:instancePath+"/logCollectDetail",schemaPath:"#/properties/logCollectDetail/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
if(data.kernelParam !== undefined){
if(typeof data.kernelParam !== "string"){
const err152 = {instancePath:instancePath+"/kernelParam",schemaPath:"#/properties/kernelParam/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
}
else {
const err153 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

;// CONCATENATED MODULE: ./schema/service.schema.json
const service_schema_namespaceObject = /*#__PURE__*/JSON.parse('{"$schema":"http://json-schema.org/draft-07/schema#","$id":"https://raw.githubusercontent.com/org/bec-create/v1/schema/service.schema.json","title":"BEC service spec","description":"A container service on Baidu Edge Computing: the body of POST /v2/service/create, field for field. A service is billed until it is deleted, even while it is stopped.","type":"object","additionalProperties":false,"required":["serviceName","containerGroupName","containers","deployInstances"],"properties":{"$schema":{"description":"The address of this schema, for editors; it is not sent.","$ref":"#/definitions/text"},"serviceName":{"description":"Name of the service. Required.","examples":["web"],"$ref":"#/definitions/text"},"containerGroupName":{"description":"Name of the container group (pod) that each replica runs. Required; lower-case letters, digits and hyphens are safe.","examples":["web"],"$ref":"#/definitions/text"},"paymentMethod":{"description":"How the service is paid for. Only postpay (pay as you go) is supported.","examples":["postpay"],"anyOf":[{"enum":["postpay"]},{"$ref":"#/definitions/placeholder"}]},"needPublicIp":{"description":"Whether to buy public IP addresses, which are billed. Default: false.","default":false,"anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]},"needIpv6PublicIp":{"description":"Whether to enable public IPv6. Default: false.","default":false,"anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]},"bandwidth":{"description":"Public bandwidth in Mbps, 1 to 2048; up to 5120 once Baidu has put the account on its whitelist. Used, and billed, when needPublicIp is true.","examples":[10,100],"anyOf":[{"type":"integer","minimum":1,"maximum":5120},{"$ref":"#/definitions/placeholder"}]},"containers":{"description":"The containers of the container group. Required, at least one.","type":"array","minItems":1,"items":{"$ref":"#/definitions/container"}},"deployInstances":{"description":"Where the service runs and with how many replicas, one entry a place. Required, at least one.","type":"array","minItems":1,"items":{"$ref":"#/definitions/deployInstance"}},"volumes":{"description":"The volumes that containers can mount with volumeMounts.","$ref":"#/definitions/volumes"},"volume":{"description":"The spelling in the example of Baidu\'s page, which the platform ignores: it is accepted with a warning and sent as volumes. Write volumes.","deprecated":true,"$ref":"#/definitions/volumes"},"imageRegistrySecrets":{"description":"Credentials for private image registries, by name. They are created beforehand on BEC (POST /v1/secret/image).","type":"array","items":{"$ref":"#/definitions/imageRegistrySecret"}},"tags":{"description":"Tags of the service.","type":"array","items":{"$ref":"#/definitions/tag"}},"hostAliases":{"description":"Extra host names for the containers. Documented for the API\'s version 1 (2023).","type":"array","items":{"$ref":"#/definitions/hostAlias"}},"dnsPolicy":{"description":"DNS policy of the containers; None with a dnsConfig uses only the name servers given there. Documented for the API\'s version 1 (2023).","examples":["None"],"$ref":"#/definitions/text"},"dnsConfig":{"description":"DNS settings of the containers. Documented for the API\'s version 1 (2023).","$ref":"#/definitions/dnsConfig"},"logCollectDetail":{"description":"How the logs of the containers are collected. Known from the Go SDK only.","$ref":"#/definitions/logCollectDetail"},"kernelParam":{"description":"Kernel parameters. In the API\'s request skeleton only; its format is not documented.","$ref":"#/definitions/text"}},"patternProperties":{"^x-":{}},"definitions":{"text":{"description":"A string, taken as written: a plain YAML scalar counts by its source text, so 1.10 stays 1.10 and true stays true. It may hold placeholders such as ${{ image.version }}; $${{ is a literal ${{.","type":["string","number","boolean"]},"placeholder":{"description":"One placeholder and nothing else, such as ${{ env.REPLICAS }}. Its value is converted strictly to what the field wants.","type":"string","pattern":"^\\\\$\\\\{\\\\{[^{}]*\\\\}\\\\}$"},"container":{"title":"Container","description":"One container of the container group.","type":"object","additionalProperties":false,"properties":{"name":{"description":"Name of the container, used once in the group. The action\'s input \\"containers\\" and resourceFieldRef refer to it.","examples":["web"],"$ref":"#/definitions/text"},"imageAddress":{"description":"Image without its version: registry and repository, or a Docker Hub name. A tag belongs in imageVersion.","examples":["hub.baidubce.com/example/web","nginx"],"$ref":"#/definitions/text"},"imageVersion":{"description":"Version (tag) of the image, taken as written. Absent, or with ${{ image.version }}, it is the version of this run: the Git tag, else the commit.","examples":["${{ image.version }}","1.27"],"$ref":"#/definitions/text"},"cpu":{"description":"CPU cores for the container, a whole number from 1.","examples":[1,2,4],"anyOf":[{"type":"integer","minimum":1},{"$ref":"#/definitions/placeholder"}]},"memory":{"description":"Memory for the container in GB, a whole number from 1. That the unit is GB is inferred, not documented.","examples":[2,4,8],"anyOf":[{"type":"integer","minimum":1},{"$ref":"#/definitions/placeholder"}]},"gpu":{"description":"Number of GPUs for the container. Known from the Go SDK only.","examples":[1],"anyOf":[{"type":"integer","minimum":0},{"$ref":"#/definitions/placeholder"}]},"workingDir":{"description":"Working directory of the container.","examples":["/home"],"$ref":"#/definitions/text"},"commands":{"description":"Start command of the container, one word an entry.","type":"array","examples":[["/bin/sh","-c"]],"items":{"$ref":"#/definitions/text"}},"args":{"description":"Arguments of the start command, one an entry.","type":"array","examples":[["sleep 3600"]],"items":{"$ref":"#/definitions/text"}},"ports":{"description":"Ports that the container exposes on its pod.","type":"array","items":{"$ref":"#/definitions/port"}},"envs":{"description":"Environment variables of the container.","type":"array","items":{"$ref":"#/definitions/env"}},"volumeMounts":{"description":"Volumes mounted into the container.","type":"array","items":{"$ref":"#/definitions/volumeMount"}}}},"port":{"title":"Port","description":"One port that a container exposes on its pod.","type":"object","additionalProperties":false,"required":["containerPort"],"properties":{"containerPort":{"description":"Port number on the pod, 1 to 65535. Required.","examples":[80,443,8080],"anyOf":[{"type":"integer","minimum":1,"maximum":65535},{"$ref":"#/definitions/placeholder"}]},"protocol":{"description":"Protocol of the port: UDP, TCP or SCTP. Default: TCP.","default":"TCP","anyOf":[{"enum":["UDP","TCP","SCTP"]},{"$ref":"#/definitions/placeholder"}]},"name":{"description":"Name of the port.","examples":["http"],"$ref":"#/definitions/text"},"hostIP":{"description":"Address on the node that the host port binds to. In the API\'s request skeleton only.","$ref":"#/definitions/text"},"hostPort":{"description":"Port number on the node, 1 to 65535; 0 or absent: none. In the API\'s request skeleton only.","anyOf":[{"type":"integer","minimum":0,"maximum":65535},{"$ref":"#/definitions/placeholder"}]}}},"env":{"title":"Environment variable","description":"One environment variable, with either a value or a valueFrom.","type":"object","additionalProperties":false,"properties":{"name":{"description":"Name of the variable.","examples":["LOG_LEVEL"],"$ref":"#/definitions/text"},"value":{"description":"Value of the variable, taken as written; an empty one is sent too. Write a secret as ${{ secrets.NAME }}, never in plain text.","examples":["${{ github.sha }}","${{ env.NAME }}","${{ secrets.NAME }}"],"$ref":"#/definitions/text"},"valueFrom":{"description":"Where the platform takes the value from, instead of value.","$ref":"#/definitions/envValueSource"}}},"envValueSource":{"title":"Source of a value","description":"Where the value of an environment variable comes from: one of the four.","type":"object","additionalProperties":false,"properties":{"configMapKeyRef":{"description":"A key of a configMap.","$ref":"#/definitions/configMapKeyRef"},"secretKeyRef":{"description":"A key of a secret.","$ref":"#/definitions/secretKeyRef"},"fieldRef":{"description":"A field of the pod.","$ref":"#/definitions/fieldRef"},"resourceFieldRef":{"description":"A resource of a container, such as its CPU limit.","$ref":"#/definitions/resourceFieldRef"}}},"configMapKeyRef":{"title":"Key of a configMap","description":"One key of a configMap created beforehand.","type":"object","additionalProperties":false,"properties":{"name":{"description":"Name of the configMap.","$ref":"#/definitions/text"},"key":{"description":"Key in the configMap whose value the variable gets.","$ref":"#/definitions/text"},"optional":{"description":"Whether the configMap or its key may be missing. Taken from the API\'s request skeleton, which states no default.","anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]}}},"secretKeyRef":{"title":"Key of a secret","description":"One key of a secret created beforehand.","type":"object","additionalProperties":false,"properties":{"name":{"description":"Name of the secret.","$ref":"#/definitions/text"},"key":{"description":"Key in the secret whose value the variable gets.","$ref":"#/definitions/text"},"optional":{"description":"Whether the secret or its key may be missing. Taken from the API\'s request skeleton, which states no default.","anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]}}},"fieldRef":{"title":"Field of the pod","description":"One field of the pod, by its path.","type":"object","additionalProperties":false,"properties":{"apiVersion":{"description":"Version of the schema that the path is written in.","examples":["v1"],"$ref":"#/definitions/text"},"fieldPath":{"description":"Path of the field.","examples":["metadata.name","status.podIP"],"$ref":"#/definitions/text"}}},"resourceFieldRef":{"title":"Resource of a container","description":"One resource of a container of the group.","type":"object","additionalProperties":false,"properties":{"containerName":{"description":"Name of the container.","$ref":"#/definitions/text"},"resource":{"description":"Name of the resource.","examples":["limits.cpu","limits.memory"],"$ref":"#/definitions/text"},"divisor":{"description":"Unit in which the value is given.","examples":["1","1Mi"],"$ref":"#/definitions/text"}}},"volumeMount":{"title":"Volume mount","description":"One volume mounted into a container.","type":"object","additionalProperties":false,"required":["mountPath","name"],"properties":{"name":{"description":"Name of the volume, as in volumes. Required.","$ref":"#/definitions/text"},"mountPath":{"description":"Path in the container at which the volume appears. Required, and used once in a container.","examples":["/data"],"$ref":"#/definitions/text"},"readOnly":{"description":"Whether the container can only read the volume. Default: false.","default":false,"anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]},"subPath":{"description":"Path inside the volume to mount instead of its root. In the API\'s request skeleton only.","$ref":"#/definitions/text"},"mountPropagation":{"description":"How later mounts pass between node and container. In the API\'s request skeleton only.","examples":["None","HostToContainer"],"$ref":"#/definitions/text"}}},"deployInstance":{"title":"Deploy instance","description":"One place where the service runs: a regionId, or region, city and serviceProvider together.","type":"object","additionalProperties":false,"properties":{"regionId":{"description":"Id of the node: country, city and provider.","examples":["cn-shanghai-ct","cn-langfang-ct"],"$ref":"#/definitions/text"},"region":{"description":"Region, for example CENTRAL_CHINA, EAST_CHINA, NORTH_CHINA, SOUTH_CHINA, NORTH_EAST, NORTH_WEST or SOUTH_WEST; the list is not closed.","examples":["CENTRAL_CHINA","EAST_CHINA","NORTH_CHINA","SOUTH_CHINA","NORTH_EAST","NORTH_WEST","SOUTH_WEST"],"$ref":"#/definitions/text"},"city":{"description":"City, in capitals.","examples":["SHANGHAI","HANGZHOU"],"$ref":"#/definitions/text"},"serviceProvider":{"description":"Network provider: BGP, CHINA_MOBILE, CHINA_UNICOM, CHINA_TELECOM, TRIPLE_LINE or INTRA.","anyOf":[{"enum":["BGP","CHINA_MOBILE","CHINA_UNICOM","CHINA_TELECOM","TRIPLE_LINE","INTRA"]},{"$ref":"#/definitions/placeholder"}]},"replicas":{"description":"Number of replicas (pods) in this place, from 1. Each one is billed.","examples":[1,2],"anyOf":[{"type":"integer","minimum":1},{"$ref":"#/definitions/placeholder"}]},"networkType":{"description":"Type of the network. Known from the SDKs only.","examples":["vpc","classic"],"$ref":"#/definitions/text"},"vpcId":{"description":"Id of the VPC. Known from the SDKs only.","$ref":"#/definitions/text"},"subnetId":{"description":"Id of the subnet in the VPC. Known from the SDKs only.","$ref":"#/definitions/text"},"subServiceProviders":{"description":"Providers to use on a node with several lines, such as cm for China Mobile. Known from the SDKs only.","type":"array","examples":[["cm"]],"items":{"$ref":"#/definitions/text"}}}},"volumes":{"title":"Volumes","description":"The volumes that containers can mount, by kind.","type":"object","additionalProperties":false,"properties":{"configMap":{"description":"Volumes with the files of a configMap.","type":"array","items":{"$ref":"#/definitions/namedVolume"}},"secret":{"description":"Volumes with the files of a secret.","type":"array","items":{"$ref":"#/definitions/namedVolume"}},"emptyDir":{"description":"Empty volumes.","type":"array","items":{"$ref":"#/definitions/namedVolume"}},"volumeClaimTemplates":{"description":"Data disks.","type":"array","items":{"$ref":"#/definitions/volumeClaimTemplate"}}}},"namedVolume":{"title":"Volume","description":"One volume of its kind. An entry with an empty name is left out.","type":"object","additionalProperties":false,"properties":{"name":{"description":"Name of the volume, as in volumeMounts. For a configMap or a secret, the name it was created with.","$ref":"#/definitions/text"}}},"volumeClaimTemplate":{"title":"Data disk","description":"One data disk.","type":"object","additionalProperties":false,"properties":{"name":{"description":"Name of the volume, as in volumeMounts.","examples":["data"],"$ref":"#/definitions/text"},"diskType":{"description":"Type of the disk. HDD_PASSTHROUGH_4T and SSD_PASSTHROUGH_4T are known from the SDKs only.","anyOf":[{"enum":["NVME","SATA","CDS_HDD","CDS_SSD","RBD_SSD","HDD_PASSTHROUGH","SSD_PASSTHROUGH","HDD_PASSTHROUGH_4T","SSD_PASSTHROUGH_4T"]},{"$ref":"#/definitions/placeholder"}]},"storageSize":{"description":"Size of the disk in GB, a whole number from 1; Baidu\'s FAQ names 1500 as the most.","examples":[20,100],"anyOf":[{"type":"integer","minimum":1},{"$ref":"#/definitions/placeholder"}]}}},"imageRegistrySecret":{"title":"Registry credential","description":"One credential for a private image registry. An entry with an empty name is left out.","type":"object","additionalProperties":false,"properties":{"name":{"description":"Name of the credential on BEC.","$ref":"#/definitions/text"}}},"tag":{"title":"Tag","description":"One tag of the service.","type":"object","additionalProperties":false,"properties":{"tagKey":{"description":"Key of the tag.","examples":["team"],"$ref":"#/definitions/text"},"tagValue":{"description":"Value of the tag.","examples":["web"],"$ref":"#/definitions/text"}}},"hostAlias":{"title":"Host alias","description":"Host names for one address.","type":"object","additionalProperties":false,"properties":{"ip":{"description":"Address that the host names resolve to.","examples":["192.168.0.10"],"$ref":"#/definitions/text"},"hostnames":{"description":"Host names for the address.","type":"array","examples":[["db.internal"]],"items":{"$ref":"#/definitions/text"}}}},"dnsConfig":{"title":"DNS settings","description":"DNS settings of the containers.","type":"object","additionalProperties":false,"properties":{"nameservers":{"description":"Addresses of the name servers.","type":"array","examples":[["180.76.76.76"]],"items":{"$ref":"#/definitions/text"}}}},"logCollectDetail":{"title":"Log collection","description":"How the logs of the containers are collected. Known from the Go SDK only, which gives names and types: the meanings below are read from the names.","type":"object","additionalProperties":false,"properties":{"serviceId":{"description":"Id of the service. It is not known before the service exists, so leave it out of a create.","$ref":"#/definitions/text"},"logCollect":{"description":"Whether logs are collected.","anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]},"logPath":{"description":"Path of the log files in the container.","examples":["/var/log/app"],"$ref":"#/definitions/text"},"jsonAnalysis":{"description":"Whether log lines are parsed as JSON.","anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]},"pushLog":{"description":"Whether logs are pushed to an output of your own.","anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]},"standard":{"description":"Whether standard output is collected.","anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]},"custom":{"description":"Whether the files at logPath are collected.","anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]},"logOutputType":{"description":"Type of the output that logs are pushed to. Its values are not documented.","$ref":"#/definitions/text"},"esIP":{"description":"Address of the Elasticsearch server.","$ref":"#/definitions/text"},"esPort":{"description":"Port number of the Elasticsearch server.","examples":[9200],"anyOf":[{"type":"integer"},{"$ref":"#/definitions/placeholder"}]},"esIndex":{"description":"Elasticsearch index to write to.","$ref":"#/definitions/text"},"encrypted":{"description":"Whether Elasticsearch wants a user name and a password.","anyOf":[{"type":"boolean"},{"$ref":"#/definitions/placeholder"}]},"esUserName":{"description":"User name for Elasticsearch.","$ref":"#/definitions/text"},"esUserPassword":{"description":"Password for Elasticsearch. Write it as ${{ secrets.NAME }}, never in plain text.","examples":["${{ secrets.NAME }}"],"$ref":"#/definitions/text"}}}}}');
;// CONCATENATED MODULE: ./src/spec-schema.ts

const definitions = service_schema_namespaceObject.definitions;
const specSchema = service_schema_namespaceObject;
/**
 * The schema of a value whose placeholders are resolved and whose scalars have the type of their
 * place. The published one speaks of the text as an editor sees it: there a string may be written
 * as a plain 1.10, and a placeholder may stand for a number.
 */
function resolvedSchema(schema) {
    const alternative = schema.anyOf?.[0];
    if (alternative !== undefined)
        return { description: schema.description ?? '', ...alternative };
    if (schema.$ref === undefined)
        return schema;
    const name = schema.$ref.slice('#/definitions/'.length);
    return name === 'text' ? { type: 'string' } : resolvedSchema(definitions[name] ?? {});
}
/** Undefined for a key that the API does not know. */
function schemaOfField(schema, key) {
    const { properties } = schema;
    if (properties === undefined || !Object.hasOwn(properties, key))
        return undefined;
    const field = properties[key];
    return field && resolvedSchema(field);
}
function schemaOfItems(schema) {
    return schema.items && resolvedSchema(schema.items);
}

;// CONCATENATED MODULE: ./src/spec-check.ts





/** What the schema says against the spec. Unknown fields are errors, or warnings where it is not strict. */
function schemaProblems(tree, value, strict) {
    if (validate(value))
        return [];
    return (validate.errors ?? []).flatMap((error) => {
        const path = pathOf(error.instancePath, value);
        const { node } = placeAt(tree, path);
        // Of a placeholder that could not be resolved the value is not known; that it failed has been told.
        if (node.kind === 'scalar' && node.resolved?.failed === true)
            return [];
        return [spec_check_problemOf(error, path, tree, strict)];
    });
}
function spec_check_problemOf(error, path, tree, strict) {
    const { keyword, params } = error;
    const schema = schemaAt(path);
    if (keyword === 'required') {
        return missingField([...path, String(params['missingProperty'])], tree);
    }
    if (keyword === 'additionalProperties') {
        const field = String(params['additionalProperty']);
        return unknownField([...path, field], tree, schema, strict);
    }
    const place = placeAt(tree, path);
    const range = place.node.kind === 'scalar' ? place.node.range : headingRange(place);
    const message = valueMessage(error, schema, place.node);
    return { severity: 'error', range, path: pathText(path), message };
}
function missingField(path, tree) {
    const place = placeAt(tree, path);
    const parent = placeAt(tree, path.slice(0, -1));
    const isWritten = place.node !== parent.node;
    return {
        severity: 'error',
        range: headingRange(place),
        path: pathText(path),
        message: `${isWritten ? 'is empty' : 'is missing'}. ${descriptionAt(path)}`,
    };
}
function unknownField(path, tree, schema, strict) {
    const known = Object.keys(schema.properties ?? {}).filter((key) => !key.startsWith('$'));
    const suggestion = suggestion_suggestionFor(String(path.at(-1)), known);
    const message = suggestion === undefined
        ? `is no field of BEC here. Known are ${(0,shown/* listed */.KE)(known)}.`
        : `is no field of BEC; did you mean ${suggestion}?${hintFor(suggestion, path)}`;
    const severity = strict ? 'error' : 'warning';
    return { severity, range: headingRange(placeAt(tree, path)), path: pathText(path), message };
}
/** `image: nginx:1.27` is one field elsewhere, and two here. */
function hintFor(suggestion, path) {
    return path.at(-1) === 'image' && suggestion === 'imageAddress'
        ? ' The tag goes to imageVersion.'
        : '';
}
function valueMessage({ keyword, params }, schema, node) {
    const got = gotText(node);
    switch (keyword) {
        case 'type':
            return `must be ${typeText(schema)}, not ${got}${quotesHint(schema, node)}.`;
        case 'enum': {
            const allowed = schema.enum ?? [];
            const suggestion = node.kind === 'scalar' ? suggestion_suggestionFor(node.text, allowed) : undefined;
            const meant = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
            return `must be ${(0,shown/* listed */.KE)(allowed, 'or')}, not ${got}.${meant}`;
        }
        case 'minimum':
            return `must be at least ${String(params['limit'])}, not ${got}.`;
        case 'maximum':
            return `must be at most ${String(params['limit'])}, not ${got}.`;
        case 'minItems':
            return 'is empty; it needs at least one entry.';
        default:
            return `is not what the schema wants (${keyword}).`;
    }
}
function typeText(schema) {
    switch (schema.type) {
        case 'integer':
            return 'a whole number';
        case 'boolean':
            return 'true or false';
        case 'array':
            return 'a list';
        case 'object':
            return `a map${schema.properties === undefined ? '' : ` of ${(0,shown/* listed */.KE)(Object.keys(schema.properties))}`}`;
        default:
            return 'text';
    }
}
function gotText(node) {
    switch (node.kind) {
        case 'list':
            return 'a list';
        case 'map':
            return 'a map';
        case 'scalar': {
            const text = node.resolved?.shownAs ?? node.text;
            return node.plain && node.resolved === undefined ? (0,shown/* quoted */.TL)(text).slice(1, -1) : (0,shown/* quoted */.TL)(text);
        }
    }
}
/** `"2"` and `2` look alike to whoever wrote the first. */
function quotesHint(schema, node) {
    if (node.kind !== 'scalar' || node.plain || node.resolved !== undefined)
        return '';
    const wouldFit = (schema.type === 'integer' && /^-?[0-9]+$/.test(node.text)) ||
        (schema.type === 'boolean' && /^(?:true|false)$/.test(node.text));
    return wouldFit ? ': leave the quotes out' : '';
}
/** A JSON pointer's steps are all text; which of them are indices, the value tells. */
function pathOf(pointer, root) {
    const path = [];
    let value = root;
    for (const encoded of pointer.split('/').slice(1)) {
        const step = encoded.replaceAll('~1', '/').replaceAll('~0', '~');
        path.push(Array.isArray(value) ? Number(step) : step);
        value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
    }
    return path;
}
function schemaAt(path) {
    return path.reduce((schema, step) => (typeof step === 'number' ? schemaOfItems(schema) : schemaOfField(schema, step)) ?? {}, specSchema);
}
/** The schema's own words for the field: the referring place says more than the type that it refers to. */
function descriptionAt(path) {
    const field = schemaAt(path.slice(0, -1)).properties?.[String(path.at(-1))];
    return field?.description ?? '';
}

;// CONCATENATED MODULE: ./src/spec-json.ts
/**
 * Reads JSON into the same tree as YAML, some ten times faster. Undefined for all that is not plain
 * and faultless JSON: the YAML parser, which takes JSON too, reads that and says what is wrong.
 */
function parseJsonSpec(text) {
    try {
        const [node, offset] = valueAt(text, skipSpace(text, 0), 0);
        return skipSpace(text, offset) === text.length ? node : undefined;
    }
    catch (error) {
        if (error instanceof NotJson)
            return undefined;
        throw error;
    }
}
class NotJson extends Error {
    name = 'NotJson';
}
const maxDepth = 64;
const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const literal = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null/y;
function valueAt(text, start, depth) {
    if (depth > maxDepth)
        throw new NotJson();
    const character = text[start];
    if (character === '{')
        return mapAt(text, start, depth);
    if (character === '[')
        return listAt(text, start, depth);
    if (character === '"') {
        const [value, end] = stringAt(text, start);
        return [{ kind: 'scalar', text: value, plain: false, range: { start, end } }, end];
    }
    const source = matchAt(literal, text, start);
    const range = { start, end: start + source.length };
    // JSON has a word for "nothing"; it is read like YAML's empty value.
    const value = source === 'null' ? '' : source;
    return [{ kind: 'scalar', text: value, plain: true, range }, range.end];
}
function mapAt(text, start, depth) {
    const entries = [];
    const keys = new Set();
    const end = membersAt(text, start, '}', (offset) => {
        const [key, keyEnd] = stringAt(text, offset);
        if (keys.has(key))
            throw new NotJson();
        keys.add(key);
        const colon = skipSpace(text, keyEnd);
        if (text[colon] !== ':')
            throw new NotJson();
        const [value, valueEnd] = valueAt(text, skipSpace(text, colon + 1), depth + 1);
        entries.push({ key, keyRange: { start: offset, end: keyEnd }, value });
        return valueEnd;
    });
    return [{ kind: 'map', entries, range: { start, end } }, end];
}
function listAt(text, start, depth) {
    const items = [];
    const end = membersAt(text, start, ']', (offset) => {
        const [item, itemEnd] = valueAt(text, offset, depth + 1);
        items.push(item);
        return itemEnd;
    });
    return [{ kind: 'list', items, range: { start, end } }, end];
}
/** Calls `member` at each of the comma-separated members; returns the offset behind the bracket. */
function membersAt(text, start, bracket, member) {
    let offset = skipSpace(text, start + 1);
    if (text[offset] === bracket)
        return offset + 1;
    for (;;) {
        offset = skipSpace(text, member(offset));
        if (text[offset] === bracket)
            return offset + 1;
        if (text[offset] !== ',')
            throw new NotJson();
        offset = skipSpace(text, offset + 1);
    }
}
function stringAt(text, start) {
    const source = matchAt(string, text, start);
    const value = JSON.parse(source);
    if (typeof value !== 'string')
        throw new NotJson();
    return [value, start + source.length];
}
function skipSpace(text, start) {
    space.lastIndex = start;
    space.test(text);
    return space.lastIndex;
}
function matchAt(pattern, text, start) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match === null)
        throw new NotJson();
    return match[0];
}

;// CONCATENATED MODULE: ./src/spec-value.ts

/**
 * The map without what holds nothing: keys without a value, empty optional strings, and the lists and
 * maps that are left empty by that, such as the page's `secret: [{ name: "" }]`. An environment
 * variable's value and an argument may well be the empty string.
 */
function withoutEmpties(map, schema) {
    const kept = [];
    const emptied = [];
    for (const entry of map.entries) {
        const field = schemaOfField(schema, entry.key);
        const value = withoutEmptiesIn(entry.value, field ?? {});
        const meant = entry.key === 'value' && value !== undefined && !isNothing(value);
        if (value === undefined || (isEmptyText(value) && !meant))
            emptied.push(entry);
        else
            kept.push({ ...entry, value });
    }
    return { ...map, entries: kept, emptied };
}
function withoutEmptiesIn(node, schema) {
    switch (node.kind) {
        case 'scalar':
            return node;
        case 'map': {
            const map = withoutEmpties(node, schema);
            return map.entries.length === 0 && node.entries.length > 0 ? undefined : map;
        }
        case 'list': {
            const itemSchema = schemaOfItems(schema) ?? {};
            const items = node.items.flatMap((item) => {
                const kept = withoutEmptiesIn(item, itemSchema);
                return kept === undefined || isNothing(kept) ? [] : [kept];
            });
            return items.length === 0 && node.items.length > 0 ? undefined : { ...node, items };
        }
    }
}
/** Nothing is written there: neither a value nor quotes. */
function isNothing(node) {
    return isEmptyText(node) && node.plain && node.resolved === undefined;
}
function isEmptyText(node) {
    return node.kind === 'scalar' && node.text === '' && node.resolved?.failed !== true;
}
/** The value that the node stands for, every scalar with the type that the schema wants there. */
function toValue(node, schema, audience) {
    switch (node.kind) {
        case 'scalar':
            return audience === 'reader' && node.resolved !== undefined
                ? toScalar({ ...node, text: node.resolved.shownAs }, schema)
                : toScalar(node, schema);
        case 'list': {
            const items = schema && schemaOfItems(schema);
            return node.items.map((item) => toValue(item, items, audience));
        }
        case 'map':
            return toObject(node, schema, audience);
    }
}
function toObject(map, schema, audience) {
    // fromEntries makes own properties of all keys, __proto__ too.
    return Object.fromEntries(map.entries.map(({ key, value }) => [
        key,
        toValue(value, schema && schemaOfField(schema, key), audience),
    ]));
}
/** What does not fit stays text, for the schema's check to refuse. */
function toScalar(node, schema) {
    const { text, resolved } = node;
    if (resolved?.whole === true)
        return toStrict(text, schema?.type);
    if (!node.plain)
        return text;
    switch (schema?.type) {
        case 'integer':
            return toNumber(text) ?? text;
        case 'boolean':
            return toBoolean(text) ?? text;
        case undefined:
            if (schema?.enum !== undefined)
                return text;
            return /^(?:~|null|Null|NULL)$/.test(text)
                ? null
                : (toBoolean(text) ?? toNumber(text) ?? text);
        default:
            return text;
    }
}
/** A placeholder's value is no YAML: digits are a number, `true` and `false` are booleans, no more. */
function toStrict(text, type) {
    if (type === 'integer' && /^-?(?:0|[1-9][0-9]*)$/.test(text))
        return toNumber(text) ?? text;
    if (type === 'boolean' && (text === 'true' || text === 'false'))
        return text === 'true';
    return text;
}
/** @see https://yaml.org/spec/1.2.2/#1032-tag-resolution */
function toNumber(text) {
    const decimal = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
    const prefixed = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/;
    if (!decimal.test(text) && !prefixed.test(text))
        return undefined;
    const number = Number(text);
    return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER
        ? number
        : undefined;
}
function toBoolean(text) {
    if (/^(?:true|True|TRUE)$/.test(text))
        return true;
    return /^(?:false|False|FALSE)$/.test(text) ? false : undefined;
}

;// CONCATENATED MODULE: ./src/spec.ts










/**
 * Text to request: the version put in, placeholders resolved, what is empty left out, all of it checked.
 * @throws SpecError where nothing can be made of the text
 */
async function resolveSpec(source, options) {
    const parsed = await parseSpec(source.text);
    const renamed = withVolumes(withoutExtensions(parsed.tree));
    const resolved = withPlaceholders(renamed.tree, source.text, options);
    const versioned = withImageVersion(resolved.tree, options.imageVersion, options.containers);
    const tree = withoutEmpties(versioned.tree, specSchema);
    const body = toObject(tree, specSchema, 'api');
    return {
        body,
        shownBody: resolved.secrets.length === 0 ? body : toObject(tree, specSchema, 'reader'),
        serviceName: spec_tree_textOf(entryOf(tree, 'serviceName')?.value) ?? '',
        problems: (0,problem/* sortedProblems */.ET)([
            ...parsed.problems,
            ...renamed.problems,
            ...resolved.problems,
            ...versioned.problems,
            ...schemaProblems(tree, body, options.strict),
            ...ruleProblems(tree),
        ]),
        secrets: resolved.secrets,
    };
}
/** The YAML parser is loaded only where the text is no plain JSON. */
async function parseSpec(text) {
    const json = text.trimStart().startsWith('{') ? parseJsonSpec(text) : undefined;
    if (json?.kind === 'map')
        return { tree: json, problems: [] };
    const { parseYamlSpec } = await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(310)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1310));
    const { root, problems } = parseYamlSpec(text);
    if (root?.kind === 'map')
        return { tree: root, problems };
    throw new errors/* SpecError */.G8(problems.length > 0 ? problems : [notAMap(root)]);
}
/** Top-level `x-…` keys hold YAML anchors, `$schema` is for editors: neither is sent. */
function withoutExtensions(tree) {
    const isExtension = ({ key }) => key.startsWith('x-') || key === '$schema';
    return { ...tree, entries: tree.entries.filter((entry) => !isExtension(entry)) };
}
/** The example on Baidu's page says `volume`, which BEC ignores; its table and the SDK say `volumes`. */
function withVolumes(tree) {
    const misnamed = entryOf(tree, 'volume');
    if (misnamed === undefined)
        return { tree, problems: [] };
    const hasBoth = entryOf(tree, 'volumes') !== undefined;
    const problem = hasBoth
        ? {
            severity: 'error',
            range: misnamed.keyRange,
            path: 'volume',
            message: 'stands beside volumes, which BEC knows: move its entries there.',
        }
        : {
            severity: 'warning',
            range: misnamed.keyRange,
            path: 'volume',
            message: 'BEC ignores volume, the spelling of its own example: it is sent as volumes. Write volumes.',
        };
    const entries = tree.entries.flatMap((entry) => {
        if (entry !== misnamed)
            return [entry];
        return hasBoth ? [] : [{ ...entry, key: 'volumes' }];
    });
    return { tree: { ...tree, entries }, problems: [problem] };
}
function notAMap(root) {
    const isEmpty = root === undefined || (root.kind === 'scalar' && root.text === '');
    return {
        severity: 'error',
        range: { start: root?.range.start ?? 0, end: (root?.range.start ?? 0) + 1 },
        path: '',
        message: isEmpty
            ? 'The spec is empty. It needs at least serviceName, containerGroupName, containers and deployInstances.'
            : `The spec is ${root.kind === 'list' ? 'a list' : 'plain text'}; it must be a map of the service's fields, such as serviceName: web.`,
    };
}

;// CONCATENATED MODULE: ./src/main.ts












/**
 * Inputs → spec → request → service. Whatever goes wrong is thrown, for the entry to report.
 * @param signal aborts with a CancelledError when the job is cancelled
 */
async function run(signal) {
    const inputs = readInputs();
    const imageVersion = imageVersionOf(inputs.run, inputs.imageVersion, inputs.dryRun);
    if (imageVersion.warning !== undefined)
        (0,report/* warn */.R8)(imageVersion.warning);
    const source = readSpec(inputs);
    const spec = await checkedSpec(source, inputs, imageVersion.value);
    const clientToken = inputs.clientToken ?? clientTokenOf(inputs.run, inputs.matrix, spec.serviceName);
    const request = { clientToken, serviceName: spec.serviceName, body: spec.body };
    (0,report/* setOutput */.uH)('serviceName', spec.serviceName);
    (0,report/* setOutput */.uH)('clientToken', clientToken);
    (0,report/* setOutput */.uH)('imageVersion', imageVersion.value);
    (0,report/* setOutput */.uH)('request', JSON.stringify(spec.shownBody));
    if (inputs.credentials === undefined) {
        reportDryRun(request.clientToken, spec);
        return;
    }
    (0,report/* info */.pq)(`Creating ${(0,shown/* shown */.SP)(spec.serviceName)} at ${inputs.endpoint.host} with image version ${imageVersion.value} (clientToken ${clientToken})`);
    const connection = connectionTo(inputs.endpoint, inputs.environment);
    try {
        const { credentials, endpoint } = inputs;
        const client = createClient({
            endpoint,
            credentials,
            connection,
            clock: systemClock,
            log: report/* info */.pq,
            warn: report/* warn */.R8,
        });
        const { value: service, requestId } = await createService(client, request, signal);
        (0,report/* setOutput */.uH)('serviceId', service.serviceId);
        (0,report/* setOutput */.uH)('status', service.status);
        (0,report/* setOutput */.uH)('requestId', requestId);
        (0,report/* setOutput */.uH)('service', JSON.stringify(service.details));
        (0,report/* info */.pq)(`Created ${(0,shown/* shown */.SP)(service.serviceName)}: ${service.serviceId}, ${(0,shown/* shown */.SP)(service.status)} (request id ${(0,shown/* shown */.SP)(requestId)})`);
    }
    finally {
        connection.close();
    }
}
function readSpec({ spec, run: { workspace, temp, ...rest } }) {
    const source = readSpecFile(spec, { workspace, temp, ...rest });
    if (source !== undefined)
        return source;
    throw new errors/* UserError */.yo(`There is no file ${(0,shown/* shown */.SP)(spec)}, and nothing is checked out: the workspace is empty. Add a step that uses actions/checkout before this one.`);
}
/** @throws SpecError where the spec has a mistake */
async function checkedSpec(source, inputs, imageVersion) {
    try {
        const spec = await resolveSpec(source, { ...inputs, imageVersion });
        for (const secret of spec.secrets)
            (0,report/* maskSecret */.$l)(secret);
        if (spec.problems.some(({ severity }) => severity === 'error'))
            throw new errors/* SpecError */.G8(spec.problems);
        (0,report/* reportProblems */.Tw)(source, spec.problems);
        return spec;
    }
    catch (error) {
        if (error instanceof errors/* SpecError */.G8)
            (0,report/* reportProblems */.Tw)(source, error.problems);
        throw error;
    }
}
function reportDryRun(clientToken, { shownBody, problems }) {
    const found = problems.length === 0 ? '' : `, with ${(0,shown/* counted */.hS)(problems.length, 'warning')}`;
    (0,report/* info */.pq)(`The spec is good${found}. This is a dry run: nothing is sent. Without it, BEC would get`);
    (0,report/* info */.pq)(`POST /v2/service/create?clientToken=${clientToken}`);
    (0,report/* info */.pq)(JSON.stringify(shownBody, undefined, 2));
}


/***/ }),

/***/ 4008:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   ET: () => (/* binding */ sortedProblems),
/* harmony export */   df: () => (/* binding */ positionOf),
/* harmony export */   fI: () => (/* binding */ problemText),
/* harmony export */   zU: () => (/* binding */ excerptOf)
/* harmony export */ });
/* harmony import */ var _shown_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(802);

function positionOf(text, offset) {
    const before = text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
/** `containers[0].cpu: …`, or the message alone where it is about the whole spec. */
function problemText(problem) {
    return problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`;
}
/**
 * The line of the problem with a caret under it:
 * ```
 *   --> .bec/service.yml:12:10
 *    12 |     cpu: 0.5
 *       |          ^^^
 * ```
 */
function excerptOf(source, problem) {
    const { line, column } = positionOf(source.text, problem.range.start);
    const lineStart = problem.range.start - (column - 1);
    const lineEnd = endOfLine(source.text, lineStart);
    // A long line is cut around the place, so that the caret stays in view.
    const from = column > 120 ? problem.range.start - 60 : lineStart;
    const quotedLine = (0,_shown_js__WEBPACK_IMPORTED_MODULE_0__/* .shown */ .SP)(source.text.slice(from, Math.min(lineEnd, from + 160)).replaceAll('\t', ' '), 170);
    const width = Math.max(1, Math.min(problem.range.end, lineEnd, from + 160) - problem.range.start);
    const gutter = String(line).padStart(5);
    return [
        `  --> ${(0,_shown_js__WEBPACK_IMPORTED_MODULE_0__/* .shown */ .SP)(source.path)}:${line}:${column}`,
        `${gutter} | ${quotedLine}`,
        `${' '.repeat(gutter.length)} | ${' '.repeat(problem.range.start - from)}${'^'.repeat(width)}`,
    ];
}
/** In the order of the text; what is said twice of one place (an alias leads there too) only once. */
function sortedProblems(problems) {
    const seen = new Set();
    return problems
        .toSorted((left, right) => left.range.start - right.range.start)
        .filter((problem) => {
        const key = `${problem.range.start} ${problem.message}`;
        if (seen.has(key))
            return false;
        seen.add(key);
        return true;
    });
}
function endOfLine(text, start) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    return text[end - 1] === '\r' ? end - 1 : end;
}


/***/ }),

/***/ 665:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $l: () => (/* binding */ maskSecret),
/* harmony export */   R8: () => (/* binding */ warn),
/* harmony export */   Tw: () => (/* binding */ reportProblems),
/* harmony export */   fJ: () => (/* binding */ fail),
/* harmony export */   pq: () => (/* binding */ info),
/* harmony export */   uH: () => (/* binding */ setOutput)
/* harmony export */ });
/* unused harmony exports redact, startGroup, endGroup, debug */
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2413);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4008);
/* harmony import */ var _shown_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(802);



/**
 * The way to the runner: everything that is printed, annotated or handed to later steps goes through
 * here, and nothing goes through with a secret in it.
 */
const secrets = new Set();
/** Shorter ones are masked by the runner only: replacing "1" by *** would spoil every number and id. */
const minRedactedLength = 4;
/** Masks a value in the log, each line of it too, and keeps it out of all else that is reported. */
function maskSecret(value) {
    const lines = value.split(/\r\n|[\r\n]/).map((line) => line.trim());
    for (const text of [value, ...lines]) {
        if (text.trim() === '' || secrets.has(text))
            continue;
        secrets.add(text);
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setSecret */ .Pq(text);
    }
}
/** The text with every secret in it as `***`. */
function redact(text) {
    const known = [...secrets]
        .filter((secret) => secret.length >= minRedactedLength)
        .sort((left, right) => right.length - left.length);
    const redacted = known.reduce((result, secret) => result.replaceAll(secret, '***'), text);
    // A signature is no secret key, but good for half an hour.
    return redacted.replace(/bce-auth-v1\/[^\s"']*/g, 'bce-auth-v1/***');
}
function info(text) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq(toLogText(text));
}
function warn(message) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e(redact(message));
}
function startGroup(title) {
    core.startGroup(toLogText(title));
}
function endGroup() {
    core.endGroup();
}
/** An output of the step; values that are not known are not set. */
function setOutput(name, value) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setOutput */ .uH(name, redact(value));
}
/** Ends the step red, with the message as its error. */
function fail(message) {
    _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setFailed */ .C1(redact(message));
}
function debug(text) {
    core.debug(toLogText(text));
}
/** GitHub shows ten errors of a step on its pages; the log has room for more, but not for thousands. */
const maxProblems = 50;
/** Every problem on its line: as an annotation on the file, and in the log with the line under it. */
function reportProblems(source, problems) {
    for (const problem of problems.slice(0, maxProblems)) {
        const start = (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .positionOf */ .df)(source.text, problem.range.start);
        const end = (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .positionOf */ .df)(source.text, Math.max(problem.range.start, problem.range.end - 1));
        const properties = {
            file: source.path,
            startLine: start.line,
            endLine: end.line,
            startColumn: start.column,
            // GitHub refuses columns for what spans several lines.
            ...(end.line === start.line && { endColumn: end.column + 1 }),
        };
        const message = redact((0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .problemText */ .fI)(problem));
        if (problem.severity === 'error')
            _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .error */ .z3(message, properties);
        else
            _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e(message, properties);
        for (const line of (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .excerptOf */ .zU)(source, problem))
            info(line);
    }
    if (problems.length > maxProblems) {
        info(`… and ${(0,_shown_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(problems.length - maxProblems, 'more problem')}`);
    }
}
/**
 * The runner takes a line that starts with `::`, or has `##[` anywhere, for a command. Text from
 * outside may hold either.
 */
function toLogText(text) {
    return redact(text)
        .split(/\r\n|[\r\n\u2028\u2029]/)
        .map((line) => line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '# #['))
        .join('\n');
}


/***/ }),

/***/ 802:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   hS: () => (/* binding */ counted)
/* harmony export */ });
/**
 * Text from outside, made fit to stand inside one line of ours: control and direction-changing
 * characters become visible escapes, and what is too long is cut.
 */
function shown(text, maxLength = 300) {
    const visible = text.replace(unprintable, (character) => {
        const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
        return named ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
    });
    return visible.length <= maxLength ? visible : `${visible.slice(0, maxLength - 1)}…`;
}
/** {@link shown}, in double quotes: a value that somebody wrote. */
function quoted(text) {
    return `"${shown(text, 80)}"`;
}
/** `a`, `a and b`, `a, b and c` */
function listed(words, conjunction = 'and') {
    const last = words.at(-1) ?? '';
    return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
/** `1 mistake`, `2 mistakes` */
function counted(count, noun) {
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
// Controls, soft hyphen, zero-width and bidirectional marks, line separators, byte order mark, lone surrogates.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;


/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 2413:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  z3: () => (/* binding */ error),
  V4: () => (/* binding */ getInput),
  pq: () => (/* binding */ info),
  C1: () => (/* binding */ setFailed),
  uH: () => (/* binding */ setOutput),
  Pq: () => (/* binding */ core_setSecret),
  $e: () => (/* binding */ warning)
});

// UNUSED EXPORTS: ExitCode, addPath, debug, endGroup, exportVariable, getBooleanInput, getIDToken, getMultilineInput, getState, group, isDebug, markdownSummary, notice, platform, saveState, setCommandEcho, startGroup, summary, toPlatformPath, toPosixPath, toWin32Path

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function utils_toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return __awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return __awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = (/* unused pure expression or super */ null && (_summary));
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(9407);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
