// JavaScript, because scripts need it before Node 24 is installed. Its types are in is-running.d.mts.
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process runs under another account.
    return error.code === "EPERM";
  }
}
