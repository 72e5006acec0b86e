import { useState } from 'react'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { ApprovalView } from '../../../protocol/http/approvals.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ConfirmDialog.tsx'
import { Loaded } from '../../Loaded.tsx'
import { useResource, type Resource } from '../../use-resource.ts'
import { ApprovalDetail } from './ApprovalDetail.tsx'
import { DecisionBar, type Decision } from './DecisionBar.tsx'
import { DecisionDialog } from './DecisionDialog.tsx'
import { useConsidered } from './use-considered.ts'
import { useOwnDigest } from './use-own-digest.ts'
import { useShortcuts } from './use-shortcuts.ts'

interface ApprovalPaneProps {
  readonly id: string
  readonly onDecided: () => void
}

/** One request, read again on every change, with the decision. */
export function ApprovalPane({ id, onDecided }: ApprovalPaneProps) {
  const request = useResource(id, () => client.approval(id), ['approvals'])
  return (
    <Loaded of={request}>{(view) => <Deciding view={view} request={request} onDecided={onDecided} />}</Loaded>
  )
}

interface DecidingProps {
  readonly view: ApprovalView
  readonly request: Resource<ApprovalView>
  readonly onDecided: () => void
}

function Deciding({ view, request, onDecided }: DecidingProps) {
  const [asking, setAsking] = useState<Decision | null>(null)
  const [taken, setTaken] = useState<Decision | null>(null)
  const [withdrawing, setWithdrawing] = useState(false)
  const digest = useOwnDigest(view.action)
  const considered = useConsidered(view.id)
  const proved = digest === view.digest
  const mayApprove = view.mayDecide && proved
  useShortcuts({
    ...(mayApprove ? { a: () => setAsking('approve') } : {}),
    ...(view.mayDecide ? { d: () => setAsking('deny') } : {}),
  })

  async function decide(decision: Decision, note: string) {
    const consideredMs = considered()
    const answer = await client.decide(view.id, { decision, digest: view.digest, note, consideredMs })
    if (!answer.ok) {
      request.reload()
      return answer.failure
    }
    request.replace(answer.value)
    setAsking(null)
    setTaken(decision)
    onDecided()
    return null
  }

  async function withdraw() {
    const answer = await client.withdraw(view.id)
    if (!answer.ok) return answer.failure
    request.replace(answer.value)
    setWithdrawing(false)
    onDecided()
    return null
  }

  return (
    <>
      <div className="live" aria-live="polite">
        {taken && (
          <Notice kind="ok" title={t(`taken.${taken}.title`, { name: view.requester.name })}>
            {t(`taken.${taken}.${view.state}`, {
              name: view.requester.name,
              useBy: view.useBy ? formatDate(view.useBy) : '',
            })}
          </Notice>
        )}
      </div>
      <ApprovalDetail view={view} digest={digest} />
      <DecisionBar view={view} proved={proved} onDecide={setAsking} onWithdraw={() => setWithdrawing(true)} />
      <ConfirmDialog
        open={withdrawing}
        title={t('withdraw.title')}
        confirm={t('withdraw.open')}
        onConfirm={withdraw}
        onClose={() => setWithdrawing(false)}
      >
        <p>{t(`withdraw.${view.state === 'approved' ? 'approved' : 'pending'}`)}</p>
      </ConfirmDialog>
      <DecisionDialog view={view} asking={asking} onConfirm={decide} onClose={() => setAsking(null)} />
    </>
  )
}
