import type { ReactNode } from 'react'
import './data-table.css'

export interface Column<Row> {
  readonly key: string
  readonly header: ReactNode
  readonly cell: (row: Row) => ReactNode
  readonly align?: 'start' | 'end'
  /** The cell that names the row; the first column when none says so. */
  readonly names?: boolean
}

export interface DataTableProps<Row> {
  /** Names the table for people who cannot see what is around it. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Shown instead of the table when there are no rows. */
  readonly empty: ReactNode
  readonly selected?: string | null
}

export function DataTable<Row>({ label, columns, rows, rowKey, empty, selected }: DataTableProps<Row>) {
  if (rows.length === 0) return <>{empty}</>
  const naming = columns.find((column) => column.names)?.key ?? columns[0]?.key
  return (
    <div className="ui-table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="ui-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-align={column.align}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} aria-current={selected === rowKey(row) || undefined}>
              {columns.map((column) =>
                column.key === naming ? (
                  <th key={column.key} scope="row" data-align={column.align}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} data-align={column.align}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
