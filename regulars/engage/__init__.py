"""What people are asked, and what they say: forms, surveys, reviews and wishes.

Answers come in by the inbox of `collect` and out of the log, each once; consents go to the ledger of `profile`.
"""
