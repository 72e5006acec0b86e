import {
  devicePackDraftSavedSchema,
  devicePackSchema,
  workflowChoicesSchema,
} from '../../protocol/http/packs.ts'
import type { DevicePackDraft } from '../../protocol/http/packs.ts'
import { packProblems } from '../../protocol/messages/extension-page.ts'
import type { PackProblem, PageReply } from '../../protocol/messages/extension-page.ts'
import { callServer } from '../fleet/server-call.ts'
import type { Answer } from '../fleet/server-call.ts'
import type { Worker } from '../worker.ts'

export async function readWorkflows(worker: Worker): Promise<PageReply<'workflows.read'>> {
  const answer = await callServer(worker, {
    method: 'GET',
    path: '/v1/workflows',
    answer: workflowChoicesSchema,
  })
  return answer.ok ? { ok: true, ...answer.value } : { ok: false, problem: problemOf(answer) }
}

export async function readPack(worker: Worker, id: string): Promise<PageReply<'pack.read'>> {
  const answer = await callServer(worker, {
    method: 'GET',
    path: `/v1/pack-drafts/${encodeURIComponent(id)}`,
    answer: devicePackSchema,
  })
  if (answer.ok) return { ok: true, found: answer.value }
  const isFree = answer.reason === 'refused' && answer.code === 'PACK_UNKNOWN'
  return isFree ? { ok: true, found: null } : { ok: false, problem: problemOf(answer) }
}

export async function saveDraft(worker: Worker, draft: DevicePackDraft): Promise<PageReply<'pack.drafted'>> {
  const answer = await callServer(worker, {
    method: 'POST',
    path: '/v1/pack-drafts',
    body: draft,
    answer: devicePackDraftSavedSchema,
  })
  return answer.ok ? { ok: true, saved: answer.value } : { ok: false, problem: problemOf(answer) }
}

function problemOf(answer: Extract<Answer<unknown>, { ok: false }>): PackProblem {
  if (answer.reason === 'unreachable') return 'SERVER_UNREACHABLE'
  if (answer.reason === 'not-enrolled') return 'SIGNED_OUT'
  if (answer.reason !== 'refused') return 'UNEXPECTED'
  if (answer.status === 401) return 'SIGNED_OUT'
  return packProblems.find((problem) => problem === answer.code) ?? 'UNEXPECTED'
}
