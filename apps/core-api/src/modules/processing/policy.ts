const DAY_MS = 86_400_000;

/** Days that a file which a run made is kept: it can be made again at any time. */
export const FILE_KEPT_DAYS = 30;

/** When the file of a run that ended then goes. */
export const fileKeptUntil = (finishedAt: Date) => new Date(finishedAt.getTime() + FILE_KEPT_DAYS * DAY_MS);

/** Files of runs that ended later than this are still kept. */
export const filesKeptSince = () => new Date(Date.now() - FILE_KEPT_DAYS * DAY_MS);
