/** Queues a job whose row (`jobs` table) is already committed, in its turn. Enqueuing it twice runs it once. */
export interface JobQueue {
  enqueue(job: { id: string; kind: string; communityId: string; turn: number }): Promise<void>;
}
