from services.alerts.app import main

main()
