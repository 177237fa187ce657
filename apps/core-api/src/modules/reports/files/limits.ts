/** What a report may carry. */
export const FILE_LIMITS = { files: 4, bytesPerFile: 16 * 1024 * 1024 };
