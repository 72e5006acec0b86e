import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { TextArea } from '../ui/TextArea.tsx'
import { t } from '../ui/words.ts'
import { usePanel } from './panel-context.ts'

/** "Wrong detection" goes to the rule's owner. It is no override and lifts nothing (F17). */
export function DisputeForm({ rule }: { readonly rule: string }) {
  const dispute = usePanel((state) => state.disputes[rule])
  const draftDispute = usePanel((state) => state.draftDispute)
  const disputeDetection = usePanel((state) => state.disputeDetection)

  if (dispute === undefined) {
    return (
      <Button variant="quiet" size="small" className="dispute-open" onClick={() => draftDispute(rule, '')}>
        {t('dispute.open')}
      </Button>
    )
  }
  if (dispute.sent) {
    return (
      <p className="reason-plain" role="status">
        {t('dispute.sent')}
      </p>
    )
  }
  return (
    <div className="dispute">
      <Field label={t('dispute.label')} hint={t('dispute.hint')}>
        <TextArea
          autoFocus
          rows={2}
          maxLength={2000}
          value={dispute.text}
          onChange={(event) => draftDispute(rule, event.target.value)}
        />
      </Field>
      <div className="panel-row">
        <Button size="small" disabled={dispute.text.trim() === ''} onClick={() => disputeDetection(rule)}>
          {t('dispute.send')}
        </Button>
        <Button variant="quiet" size="small" onClick={() => draftDispute(rule, null)}>
          {t('dispute.leave')}
        </Button>
      </div>
    </div>
  )
}
