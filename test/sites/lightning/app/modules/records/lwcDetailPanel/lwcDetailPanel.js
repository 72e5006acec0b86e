import { LightningElement, api } from 'lwc'

export default class LwcDetailPanel extends LightningElement {
  @api record
}
