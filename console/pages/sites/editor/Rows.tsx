import { useRef, type ReactNode } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Icon } from '../../../../components/ui/Icon.tsx'
import { t } from '../../../../components/ui/words.ts'
import { listAt, withItem, withoutItem, type Path } from './edits.ts'
import { useAt, useEditing } from './editor-context.ts'

interface RowsProps {
  readonly path: Path
  /** Names the list; `row` names one of it: "Locator 2". */
  readonly label: string
  readonly row: (nth: number) => string
  readonly add: string
  readonly make: () => unknown
  readonly hint?: string
  readonly children: (path: Path, index: number) => ReactNode
}

/** A list of the pack. The focus goes into a new row, and after a removal to the button that adds one. */
export function Rows({ path, label, row, add, make, hint, children }: RowsProps) {
  const { pack, change } = useEditing()
  const { error } = useAt(path)
  const list = useRef<HTMLDivElement>(null)
  const adder = useRef<HTMLButtonElement>(null)
  const items = listAt(pack, path)

  function addRow() {
    change([...path, items.length], withItem(pack, path, make()))
    requestAnimationFrame(() =>
      list.current
        ?.querySelector<HTMLElement>(':scope > .site-row:last-of-type :is(input, select, textarea)')
        ?.focus(),
    )
  }

  return (
    <div className="site-rows" role="group" aria-label={label} ref={list}>
      <p className="site-rows-label">{label}</p>
      {hint && <p className="ui-field-hint">{hint}</p>}
      {error && (
        <p className="ui-field-error" role="alert">
          <Icon name="error" />
          {error}
        </p>
      )}
      {items.map((_, index) => (
        <div className="site-row" role="group" aria-label={row(index + 1)} key={index}>
          <div className="site-row-cells">{children([...path, index], index)}</div>
          <Button
            variant="quiet"
            size="small"
            aria-label={t('sites.remove', { what: row(index + 1) })}
            onClick={() => {
              change(path, withoutItem(pack, path, index))
              adder.current?.focus()
            }}
          >
            <Icon name="close" />
          </Button>
        </div>
      ))}
      <div>
        <Button size="small" ref={adder} onClick={addRow}>
          {add}
        </Button>
      </div>
    </div>
  )
}
