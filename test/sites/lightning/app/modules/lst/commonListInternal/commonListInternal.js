import { LightningElement } from 'lwc'
import { updateRecord } from 'aura/client'

export default class CommonListInternal extends LightningElement {
  columns = [
    { label: 'Name', fieldName: 'Name' },
    { label: 'Next Step', fieldName: 'NextStep', editable: true },
    { label: 'Amount', fieldName: 'Amount', type: 'currency', editable: true },
  ]
  rows = [1, 2, 3].map((count) => ({
    Id: `0064x00000AAAA${count}AAA`,
    Name: `Deal ${count}`,
    NextStep: '',
    Amount: 12000 * count,
  }))
  drafts = []

  async handleSave({ detail: { draftValues } }) {
    for (const { Id, ...fields } of draftValues)
      await updateRecord(Id, fields.Amount ? { ...fields, Amount: Number(fields.Amount) } : fields)
    this.drafts = []
  }
}
