import { useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Card } from '../../../../components/ui/Card.tsx'
import { Dialog } from '../../../../components/ui/Dialog.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { TextArea } from '../../../../components/ui/TextArea.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { AcceptableUse } from '../../../../policy/acceptable-use.ts'
import type { Policy } from '../../../../policy/bundle.ts'

interface DraftAcceptableUseProps {
  readonly policy: Policy
  readonly onChange: (policy: Policy, words: string) => void
}

const none: AcceptableUse = {
  purpose: '',
  allowedData: [],
  prohibitedData: [],
  prohibitedActions: [],
  logging: '',
  retention: '',
  vendors: [],
}
const paragraphs = ['purpose', 'logging', 'retention'] as const
const lists = ['allowedData', 'prohibitedData', 'prohibitedActions'] as const
const order = [
  'purpose',
  'allowedData',
  'prohibitedData',
  'prohibitedActions',
  'logging',
  'retention',
  'vendors',
] as const

/** The words of the acceptable-use page, as texts: everything else on it comes from the rules. */
export function DraftAcceptableUse({ policy, onChange }: DraftAcceptableUseProps) {
  const [texts, setTexts] = useState<Record<(typeof order)[number], string> | null>(null)
  return (
    <Card
      title={t('use.edit')}
      text={t('use.edit-text')}
      actions={
        <Button onClick={() => setTexts(textsOf(policy.acceptableUse ?? none))}>{t('builder.edit')}</Button>
      }
    >
      <Dialog open={texts !== null} title={t('use.edit')} onClose={() => setTexts(null)} wide>
        {texts !== null && (
          <form
            className="builder"
            onSubmit={(event) => {
              event.preventDefault()
              setTexts(null)
              onChange({ ...policy, acceptableUse: wordsOf(texts) }, t('use.changed'))
            }}
          >
            {order.map((name) => (
              <Field key={name} label={t(`use.${name}`)} hint={hintOf(name)}>
                <TextArea
                  rows={name === 'purpose' ? 2 : 3}
                  maxLength={paragraphs.some((one) => one === name) ? 1000 : undefined}
                  value={texts[name]}
                  onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
                />
              </Field>
            ))}
            <div className="builder-foot">
              <Button variant="quiet" onClick={() => setTexts(null)}>
                {t('builder.cancel')}
              </Button>
              <Button variant="primary" type="submit">
                {t('builder.change')}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </Card>
  )
}

function hintOf(name: (typeof order)[number]): string | undefined {
  if (name === 'vendors') return t('use.vendors-hint')
  return lists.some((one) => one === name) ? t('use.lines-hint') : undefined
}

function textsOf(words: AcceptableUse): Record<(typeof order)[number], string> {
  const { purpose, logging, retention } = words
  return {
    ...{ purpose, logging, retention },
    allowedData: words.allowedData.join('\n'),
    prohibitedData: words.prohibitedData.join('\n'),
    prohibitedActions: words.prohibitedActions.join('\n'),
    vendors: words.vendors
      .map((vendor) => [vendor.name, vendor.purpose, vendor.controls, vendor.retention].join('; '))
      .join('\n'),
  }
}

/** Cut to what a policy may hold: a paste of a whole document says so by what is shown back. */
function wordsOf(texts: Record<(typeof order)[number], string>): AcceptableUse {
  const { purpose, logging, retention } = texts
  const linesIn = (text: string) =>
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean)
      .slice(0, 40)
  const short = (text: string) => linesIn(text).map((line) => line.slice(0, 300))
  return {
    ...{ purpose: purpose.trim(), logging: logging.trim(), retention: retention.trim() },
    allowedData: short(texts.allowedData),
    prohibitedData: short(texts.prohibitedData),
    prohibitedActions: short(texts.prohibitedActions),
    vendors: linesIn(texts.vendors).map((line) => {
      const [name = '', does = '', controls = '', ...keeps] = line.split(';').map((part) => part.trim())
      return {
        name: name.slice(0, 300) || does.slice(0, 300) || line.slice(0, 300),
        ...{ purpose: does.slice(0, 1000), controls: controls.slice(0, 1000) },
        retention: keeps.join('; ').slice(0, 1000),
      }
    }),
  }
}
