export const id = 310;
export const ids = [310];
export const modules = {

/***/ 1310:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parseYamlSpec: () => (/* binding */ parseYamlSpec)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);
/* harmony import */ var _shown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(802);


/** More than 1 MiB of text can hold; a few aliases of aliases can ask for billions. */
const maxNodes = 500_000;
const maxDepth = 64;
const tooDeep = `The spec is nested more than ${maxDepth} levels deep; no service needs that.`;
/**
 * Reads YAML. Every scalar stays text: what its type is follows from where it stands, not from how
 * YAML would guess it, so the failsafe schema, which knows only strings, is the right one.
 * yaml's own check for duplicate keys takes time by the square of the keys; {@link Reader} has another.
 */
function parseYamlSpec(text) {
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(text, {
        schema: 'failsafe',
        uniqueKeys: false,
        stringKeys: true,
        prettyErrors: false,
    });
    if (document.errors.length > 0) {
        return { root: undefined, problems: syntaxProblems(text, document.errors) };
    }
    const problems = document.warnings.map(syntaxProblem);
    const root = document.contents === null ? undefined : readerInto(problems)(document.contents);
    return { root, problems };
}
/** Nodes of yaml to nodes of ours: aliases followed, merge keys merged. What is wrong is added to `problems`. */
function readerInto(problems) {
    const anchors = new Map();
    /** How many nodes a node stands for when every alias in it is written out. */
    const sizes = new Map();
    let exhausted = false;
    function complain(range, message) {
        problems.push({ severity: 'error', range, path: '', message });
    }
    function read(node, depth, at) {
        if (node === null)
            return { kind: 'scalar', text: '', plain: true, range: at };
        if (depth > maxDepth) {
            if (!exhausted)
                complain(rangeOf(node), tooDeep);
            exhausted = true;
            return { kind: 'scalar', text: '', plain: true, range: rangeOf(node) };
        }
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node)) {
            const target = anchors.get(node.source);
            if (target !== undefined)
                return target;
            complain(rangeOf(node), `No anchor &${(0,_shown_js__WEBPACK_IMPORTED_MODULE_1__/* .shown */ .SP)(node.source)} stands before this alias.`);
            return { kind: 'scalar', text: '', plain: true, range: rangeOf(node) };
        }
        const result = readValue(node, depth);
        if (node.anchor !== undefined)
            anchors.set(node.anchor, result);
        return result;
    }
    function readValue(node, depth) {
        const range = rangeOf(node);
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node))
            return readScalar(node, range);
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node))
            return sized(readMap(node, range, depth));
        if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node))
            throw new TypeError('yaml gave a node of an unknown kind');
        const items = node.items.map((item) => read(toNode(item), depth + 1, range));
        return sized({ kind: 'list', range, items });
    }
    function readMap(node, range, depth) {
        const entries = new Map();
        const merged = [];
        for (const pair of node.items) {
            const entry = readEntry(pair, range, depth);
            if (isMergeKey(pair))
                merged.push(...mergedEntries(entry));
            else if (entries.has(entry.key)) {
                complain(entry.keyRange, `The key ${(0,_shown_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(entry.key)} stands here for the second time.`);
            }
            else
                entries.set(entry.key, entry);
        }
        for (const entry of merged)
            if (!entries.has(entry.key))
                entries.set(entry.key, entry);
        return { kind: 'map', range, entries: [...entries.values()] };
    }
    function readEntry(pair, mapRange, depth) {
        const key = toNode(pair.key);
        const keyRange = key === null ? mapRange : rangeOf(key);
        const after = { start: keyRange.end, end: keyRange.end + 1 };
        return {
            key: (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) ? textOf(key) : '',
            keyRange,
            value: read(toNode(pair.value), depth + 1, after),
        };
    }
    /** Of several maps the first wins, as the merge key's definition says. */
    function mergedEntries({ value, keyRange }) {
        const maps = value.kind === 'list' ? value.items : [value];
        return maps.flatMap((map) => {
            if (map.kind === 'map')
                return map.entries;
            complain(keyRange, 'A merge key (<<) takes a map, an alias of one, or a list of those.');
            return [];
        });
    }
    function sized(node) {
        const children = node.kind === 'map'
            ? node.entries.map((entry) => entry.value)
            : node.kind === 'list'
                ? node.items
                : [];
        const size = children.reduce((sum, child) => sum + (sizes.get(child) ?? 1), 1);
        sizes.set(node, size);
        if (size > maxNodes && !exhausted) {
            exhausted = true;
            complain(node.range, `The aliases in here stand for more than ${maxNodes} values.`);
        }
        return node;
    }
    return (root) => {
        const result = read(root, 0, { start: 0, end: 0 });
        // What is too large or too deep to be walked through is not handed on.
        return exhausted ? { kind: 'map', range: result.range, entries: [] } : result;
    };
}
function readScalar(node, range) {
    return { kind: 'scalar', text: textOf(node), plain: node.type === 'PLAIN' && !node.tag, range };
}
function textOf(node) {
    return typeof node.value === 'string' ? node.value : '';
}
function isMergeKey(pair) {
    return (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';
}
function toNode(value) {
    return (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(value) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(value) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(value) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(value) ? value : null;
}
function rangeOf(node) {
    const [start, end] = node.range ?? [0, 0];
    return { start, end };
}
/** One mistake makes the parser stumble over what follows it: of each line only the first is told. */
function syntaxProblems(text, errors) {
    const exhaustion = errors.find((error) => error.code === 'RESOURCE_EXHAUSTION');
    if (exhaustion !== undefined)
        return [syntaxProblem(exhaustion)];
    return errors
        .filter((error, index) => {
        const previous = errors[index - 1];
        return previous === undefined || text.slice(previous.pos[0], error.pos[0]).includes('\n');
    })
        .map(syntaxProblem);
}
function syntaxProblem(error) {
    const [start, end] = error.pos;
    return { severity: 'error', range: { start, end }, path: '', message: syntaxMessage(error) };
}
function syntaxMessage({ code, message }) {
    switch (code) {
        case 'RESOURCE_EXHAUSTION':
            return tooDeep;
        case 'TAB_AS_INDENT':
            return 'YAML is indented with spaces; a tab stands here.';
        case 'MULTIPLE_DOCS':
            return 'A spec is one YAML document, and here a second one begins. Give each service a file and a step of its own.';
        case 'TAG_RESOLVE_FAILED':
            return 'A spec has no use for YAML tags: a value takes the type that its field wants.';
        case 'NON_STRING_KEY':
            return 'A key must be a plain word, not a list, a map or an alias.';
        case 'BAD_SCALAR_START':
            return `${message}: put the value in quotes.`;
        default:
            return (0,_shown_js__WEBPACK_IMPORTED_MODULE_1__/* .shown */ .SP)(message);
    }
}


/***/ })

};
