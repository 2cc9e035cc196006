from services.enrich.app import main

main()
