const DAY_MS = 86_400_000;

/** Days that the file of a run is kept. It can be made again at any time. */
export const FILE_KEPT_DAYS = 30;

/** When the file of a finished run is deleted. */
export const fileKeptUntil = (finishedAt: Date) => new Date(finishedAt.getTime() + FILE_KEPT_DAYS * DAY_MS);

/** Files of runs that ended after this moment are still kept. */
export const filesKeptSince = () => new Date(Date.now() - FILE_KEPT_DAYS * DAY_MS);
