// node is-ready.mjs ADDRESS: ends with 0 if the address answers 200. The image has no curl.
const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(4000) }).catch(() => null);
process.exit(answer?.ok ? 0 : 1);
