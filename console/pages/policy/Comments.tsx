import { useState, type FormEvent } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { TextArea } from '../../../components/ui/TextArea.tsx'
import { formatDate, formatRelative, t } from '../../../components/ui/words.ts'
import type { Proposal } from '../../../protocol/http/change-control.ts'
import type { Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { FailureNotice } from '../../FailureNotice.tsx'

interface CommentsProps {
  readonly proposal: Proposal
  readonly onChange: () => void
}

export function Comments({ proposal, onChange }: CommentsProps) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function send(event: FormEvent) {
    event.preventDefault()
    if (busy || text.trim() === '') return
    setBusy(true)
    const answer = await client.commentOnProposal(proposal.id, text.trim())
    setBusy(false)
    setFailure(answer.ok ? null : answer.failure)
    if (!answer.ok) return
    setText('')
    onChange()
  }

  return (
    <section className="comments">
      <h3>{t('comments.title')}</h3>
      {proposal.comments.length > 0 && (
        <ul>
          {proposal.comments.map((comment) => (
            <li key={comment.id}>
              <p className="comment-by">
                <bdi>{comment.by.name}</bdi>{' '}
                <time dateTime={comment.at} title={formatDate(comment.at)}>
                  {formatRelative(comment.at)}
                </time>
              </p>
              <p className="comment-text">
                <bdi>{comment.text}</bdi>
              </p>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={(event) => void send(event)}>
        <Field label={t('comments.add')}>
          <TextArea
            value={text}
            rows={2}
            maxLength={2000}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {failure && <FailureNotice failure={failure} />}
        <Button type="submit" size="small" busy={busy} disabled={text.trim() === ''}>
          {t('comments.send')}
        </Button>
      </form>
    </section>
  )
}
