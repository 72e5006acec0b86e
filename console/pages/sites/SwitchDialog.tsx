import { useState } from 'react'
import { Field } from '../../../components/ui/Field.tsx'
import { TextArea } from '../../../components/ui/TextArea.tsx'
import { t } from '../../../components/ui/words.ts'
import type { PackDetail } from '../../../protocol/http/packs.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ConfirmDialog.tsx'

interface SwitchDialogProps {
  readonly open: boolean
  readonly detail: PackDetail
  readonly onClose: () => void
  readonly onChanged: (detail: PackDetail) => void
}

/** Disables a pack everywhere, or takes it into force again, with a sentence why. */
export function SwitchDialog({ open, detail, onClose, onChanged }: SwitchDialogProps) {
  const [note, setNote] = useState('')
  const way = detail.state === 'disabled' ? 'enable' : 'disable'

  async function turn() {
    const answer = await client.switchPack(detail.id, way, note)
    if (!answer.ok) return answer.failure
    setNote('')
    onClose()
    onChanged(answer.value)
    return null
  }

  return (
    <ConfirmDialog
      open={open}
      title={t(`sites.${way}.title`, { name: detail.name })}
      confirm={t(`sites.${way}`)}
      onConfirm={turn}
      onClose={onClose}
    >
      <div className="site-form">
        <p>{t(`sites.${way}.text`)}</p>
        <Field label={t('sites.note')} optional>
          <TextArea value={note} maxLength={500} rows={2} onChange={({ target }) => setNote(target.value)} />
        </Field>
      </div>
    </ConfirmDialog>
  )
}
