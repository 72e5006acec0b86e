import { useMemo, useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { TextArea } from '../../../../components/ui/TextArea.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { formatNumber, t } from '../../../../components/ui/words.ts'
import type { TermList } from '../../../../policy/bundle.ts'
import { freeId } from './free-id.ts'
import { linesOf, readLines } from './term-lines.ts'

interface ListFormProps {
  /** null = a new list. */
  readonly list: TermList | null
  /** Every list of the draft. */
  readonly lists: readonly TermList[]
  readonly onDone: (list: TermList) => void
  readonly onCancel: () => void
}

/** A list as lines, so that a column of a spreadsheet goes in by one paste. */
export function ListForm({ list, lists, onDone, onCancel }: ListFormProps) {
  const [name, setName] = useState(list?.name ?? '')
  const [locale, setLocale] = useState(list?.locale ?? 'en')
  const [text, setText] = useState(list ? linesOf(list.terms) : '')
  const [unless, setUnless] = useState(list?.unless ?? '')
  const [isTried, setTried] = useState(false)
  const { terms, doubles, tooLong, isTooMany } = useMemo(() => readLines(text), [text])
  const wrongTerms = isTooMany
    ? t('lists.wrong.many', { most: formatNumber(5000), count: formatNumber(terms.length) })
    : tooLong === null
      ? undefined
      : t('lists.wrong.long', { line: tooLong })
  const isNamed = name.trim() !== ''
  const isLocale = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(locale.trim())

  return (
    <form
      className="builder"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!isNamed || !isLocale || wrongTerms) return
        const id =
          list?.id ??
          freeId(
            name,
            lists.map((one) => one.id),
          )
        onDone({ id, name: name.trim(), locale: locale.trim(), ...(unless && { unless }), terms })
      }}
    >
      <div className="builder-settings">
        <Field label={t('lists.name')} error={isTried && !isNamed ? t('lists.wrong.name') : undefined}>
          <TextInput maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field
          label={t('lists.locale')}
          hint={t('lists.locale-hint')}
          error={isTried && !isLocale ? t('lists.wrong.locale') : undefined}
        >
          <TextInput maxLength={35} value={locale} onChange={(event) => setLocale(event.target.value)} />
        </Field>
      </div>
      <Field label={t('lists.terms')} hint={t('lists.terms-hint')} error={wrongTerms}>
        <TextArea rows={12} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <Field label={t('lists.unless')} hint={t('lists.unless-hint')}>
        <Select
          value={unless}
          placeholder={t('lists.unless.none')}
          options={lists
            .filter((one) => one.id !== list?.id && one.unless === undefined)
            .map((one) => ({ value: one.id, label: t('lists.unless.names', { name: one.name }) }))}
          onChange={(event) => setUnless(event.target.value)}
        />
      </Field>
      <output className="rule-scope">
        {t('lists.count', { count: terms.length })}
        {doubles > 0 && ` ${t('lists.doubles', { count: doubles })}`}
      </output>
      <div className="builder-foot">
        <Button variant="quiet" onClick={onCancel}>
          {t('builder.cancel')}
        </Button>
        <Button variant="primary" type="submit">
          {t(list === null ? 'builder.add' : 'builder.change')}
        </Button>
      </div>
    </form>
  )
}
