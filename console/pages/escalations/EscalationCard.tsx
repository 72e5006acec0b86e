import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { Diff } from '../../../components/ui/Diff.tsx'
import { FlaggedText } from '../../../components/ui/FlaggedText.tsx'
import { reasonWords } from '../../../components/ui/reason-words.ts'
import { TierBadge } from '../../../components/ui/TierBadge.tsx'
import { formatDate, formatRelative, hasWords, t } from '../../../components/ui/words.ts'
import type { Reason } from '../../../policy/decision.ts'
import type { EscalationView } from '../../../protocol/http/escalations.ts'
import { tiers } from '../../../policy/tier.ts'
import { Link } from '../../Link.tsx'

interface EscalationCardProps {
  readonly view: EscalationView
  readonly onAnswer: (view: EscalationView) => void
}

export function EscalationCard({ view, onAnswer }: EscalationCardProps) {
  const { rep, reason, text, held, answer, subject, workflow, to, receivedAt } = view
  const tier = tiers.find((known) => known === subject.tier)
  return (
    <Card
      title={workflow?.name ?? subject.operation ?? t('escalations.hold')}
      actions={
        view.mayAnswer && (
          <Button
            variant="primary"
            size="small"
            aria-label={t('escalations.answer-to', { name: rep.name })}
            onClick={() => onAnswer(view)}
          >
            {t('escalations.answer')}
          </Button>
        )
      }
    >
      <div className="escalation-body">
        <p className="escalation-facts">
          <bdi>{rep.name}</bdi>
          <time dateTime={receivedAt} title={formatDate(receivedAt)}>
            {formatRelative(receivedAt)}
          </time>
          {tier && <TierBadge tier={tier} />}
          {to.length > 0 && <span>{t('escalations.to', { to: to.join(', ') })}</span>}
          <Link to={`/audit?hold=${encodeURIComponent(subject.hold ?? '')}`}>{t('escalations.record')}</Link>
        </p>
        <p>
          <strong>{hasWords(`escalate.${reason}`) ? t(`escalate.${reason}`) : reason}</strong>
        </p>
        {text !== '' && (
          <blockquote className="escalation-text">
            <FlaggedText text={text} />
          </blockquote>
        )}
        {held ? <Held held={held} /> : <p className="escalation-soft">{t('escalations.held-unknown')}</p>}
        {answer && (
          <p className="escalation-answer">
            <span className="escalation-soft">
              {t('escalations.answered', { name: answer.by.name, at: formatDate(answer.at) })}
            </span>
            <FlaggedText text={answer.note} />
          </p>
        )}
      </div>
    </Card>
  )
}

function Held({ held }: { readonly held: NonNullable<EscalationView['held']> }) {
  const { action, decision } = held
  return (
    <>
      <ul className="escalation-reasons">
        {decision.reasons.map((reason, index) => (
          <li key={index}>{isKnown(reason) ? reasonWords(reason) : reason.code}</li>
        ))}
      </ul>
      {action.fields.length > 0 && <Diff fields={action.fields} />}
      {action.recipients.length > 0 && (
        <p>{t('action.recipients-count', { count: action.recipients.length })}</p>
      )}
    </>
  )
}

/** A newer extension may give reasons this console has no words for. */
function isKnown(reason: { readonly code: string }): reason is Reason {
  return hasWords(`reason.${reason.code}`)
}
