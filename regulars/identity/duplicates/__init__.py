"""Find people who may be one, by how likely it is: tables in, pairs with a probability and its reasons out.

Pure: knows neither Django nor the database. Fellegi and Sunter's model (1969), run by Splink on DuckDB: `features`
brings what is known of people into comparable form, `blocking` says who is compared at all, `comparisons` how,
`learning` what each agreement is worth among these people, `through` who follows from others, and `matching` puts
all together.
"""
