"""What somebody must look at: rules over links and reports, grouped into alerts, and receipts on their way out."""
