import { LightningElement } from 'lwc'

export default class FormFooter extends LightningElement {
  handleCancel() {
    this.dispatchEvent(new CustomEvent('cancel'))
  }

  handleSave() {
    this.dispatchEvent(new CustomEvent('save'))
  }
}
