/** Wakes the runner for a job whose row (`jobs` table) is already committed. Enqueuing twice runs once. */
export interface JobQueue {
  enqueue(job: { id: string; kind: string; communityId: string }): Promise<void>;
}
